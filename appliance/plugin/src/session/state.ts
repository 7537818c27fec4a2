import type { DeskState, Message, Role } from "../bridge/wire";

/** How the connection stands, in the visitor's terms. */
export type Connection =
  | "idle"
  | "connecting"
  | "starting"
  | "online"
  | "offline"
  /** The browser asks the visitor whether this page may reach the local network. */
  | "asking"
  /** The visitor or a policy said no to that. */
  | "forbidden"
  /** The site's token is wrong or revoked. */
  | "refused";

/** A customer's line on its way, and what became of it. */
export type Delivery = "sending" | "queued" | "sent" | "failed";

export type Failure = "too_long" | "refused" | "trouble";

/** One line as it is shown. `key` never changes while the page lives; `order` sorts. */
export interface Line {
  readonly key: string;
  readonly messageId: string | null;
  readonly clientMessageId: string | null;
  readonly order: number;
  readonly role: Role;
  readonly text: string;
  readonly at: string;
  readonly aiGenerated: boolean;
  readonly route: string | null;
  readonly suggestions: readonly string[];
  readonly satisfied: boolean | null;
  readonly delivery: Delivery;
  readonly failure: Failure | null;
  /** The text is still growing. */
  readonly streaming: boolean;
}

/** What the shop said to a judgement, shown under the line that was judged. */
export interface FeedbackNote {
  readonly messageId: string;
  readonly text: string;
  readonly offerPerson: boolean;
}

export interface ChatState {
  readonly connection: Connection;
  readonly desk: DeskState;
  readonly position: number | null;
  readonly lines: readonly Line[];
  /** Client ids of accepted messages whose reply is not here yet. */
  readonly awaiting: readonly string[];
  readonly typing: { readonly bot: boolean; readonly person: boolean };
  readonly open: boolean;
  /** Past messages are being fetched. */
  readonly restoring: boolean;
  readonly lastSeq: number;
  readonly seenSeq: number;
  readonly feedback: FeedbackNote | null;
  readonly askingForPerson: boolean;
}

export const INITIAL: ChatState = {
  connection: "idle",
  desk: "bot",
  position: null,
  lines: [],
  awaiting: [],
  typing: { bot: false, person: false },
  open: false,
  restoring: false,
  lastSeq: 0,
  seenSeq: 0,
  feedback: null,
  askingForPerson: false,
};

export function lineFrom(message: Message): Line {
  return {
    key: message.clientMessageId ?? message.messageId,
    messageId: message.messageId,
    clientMessageId: message.clientMessageId,
    order: message.seq,
    role: message.role,
    text: message.text,
    at: message.at,
    aiGenerated: message.aiGenerated,
    route: message.route,
    suggestions: message.suggestions,
    satisfied: message.satisfied,
    delivery: "sent",
    failure: null,
    streaming: false,
  };
}

/** Lines the shop said that the visitor has not had before their eyes. */
export function unread(state: ChatState): number {
  return state.lines.filter((line) => line.role !== "customer" && line.order > state.seenSeq).length;
}

/** The place of the last line that has one; a reply that has no seq yet stands half a place behind its question. */
export function newest(state: ChatState): number {
  return Math.max(0, ...state.lines.map((line) => line.order).filter(Number.isFinite));
}

/** The bot is at work and nothing of its answer is on the screen yet. */
export function botIsTyping(state: ChatState): boolean {
  const growing = state.lines.some((line) => line.streaming);
  return state.desk === "bot" && !growing && (state.typing.bot || state.awaiting.length > 0);
}

/** The conversation stands in the shop's line, or is with a person. */
export function handedOver(state: ChatState): boolean {
  return state.desk === "waiting" || state.desk === "person";
}
