import type { Accepted, Desk, Message, Reply } from "../bridge/wire";
import type { Parcel } from "../bridge/client";
import { INITIAL, lineFrom, newest, type ChatState, type Connection, type Delivery, type Failure, type FeedbackNote, type Line } from "./state";

export type Action =
  | { readonly type: "queued"; readonly parcel: Parcel; readonly at: string }
  | { readonly type: "delivery"; readonly clientMessageId: string; readonly delivery: Delivery; readonly failure?: Failure }
  | { readonly type: "accepted"; readonly clientMessageId: string; readonly accepted: Accepted }
  | { readonly type: "delta"; readonly clientMessageId: string; readonly text: string; readonly at: string }
  | { readonly type: "reply"; readonly clientMessageId: string; readonly reply: Reply; readonly at: string }
  | { readonly type: "cut"; readonly clientMessageId: string }
  | { readonly type: "messages"; readonly messages: readonly Message[] }
  | { readonly type: "typing"; readonly who: "bot" | "person"; readonly on: boolean }
  | { readonly type: "desk"; readonly desk: Desk }
  | { readonly type: "connection"; readonly connection: Connection }
  | { readonly type: "restoring"; readonly on: boolean }
  | { readonly type: "panel"; readonly open: boolean }
  | { readonly type: "seen"; readonly seq: number }
  | { readonly type: "judged"; readonly messageId: string; readonly satisfied: boolean | null }
  | { readonly type: "feedback"; readonly note: FeedbackNote | null }
  | { readonly type: "asking_for_person"; readonly on: boolean }
  | { readonly type: "lost" }
  | { readonly type: "cleared" };

/** The state after an action. Lines that did not change keep their identity, so that a view can pass over them. */
export function reduce(state: ChatState, action: Action): ChatState {
  switch (action.type) {
    case "queued":
      return withLines(state, [...state.lines, queuedLine(action.parcel, action.at)]);
    case "delivery":
      return delivered(state, action.clientMessageId, action.delivery, action.failure ?? null);
    case "accepted":
      return accepted(state, action.clientMessageId, action.accepted);
    case "delta":
      return delta(state, action.clientMessageId, action.text, action.at);
    case "reply":
      return replied(state, action.clientMessageId, action.reply, action.at);
    case "cut":
      return cut(state, action.clientMessageId);
    case "messages":
      return action.messages.reduce(received, state);
    case "typing":
      return { ...state, typing: { ...state.typing, [action.who]: action.on } };
    case "desk":
      return { ...state, desk: action.desk.state, position: action.desk.position };
    case "connection":
      return state.connection === action.connection ? state : { ...state, connection: action.connection };
    case "restoring":
      return { ...state, restoring: action.on };
    case "panel":
      return { ...state, open: action.open };
    case "seen":
      return action.seq <= state.seenSeq ? state : { ...state, seenSeq: action.seq };
    case "judged":
      return withLines(
        state,
        state.lines.map((line) => (line.messageId === action.messageId ? { ...line, satisfied: action.satisfied } : line)),
      );
    case "feedback":
      return { ...state, feedback: action.note };
    case "asking_for_person":
      return { ...state, askingForPerson: action.on };
    case "lost":
      return lost(state);
    case "cleared":
      return { ...INITIAL, connection: state.connection, open: state.open };
  }
}

function queuedLine(parcel: Parcel, at: string): Line {
  return {
    key: parcel.clientMessageId,
    messageId: null,
    clientMessageId: parcel.clientMessageId,
    order: Infinity,
    role: "customer",
    text: parcel.text,
    at,
    aiGenerated: false,
    route: null,
    suggestions: [],
    satisfied: null,
    delivery: "sending",
    failure: null,
    streaming: false,
  };
}

// What was accepted once stays sent, even while its reply is being asked for again.
function delivered(state: ChatState, clientMessageId: string, delivery: Delivery, failure: Failure | null): ChatState {
  const line = state.lines.find((other) => other.clientMessageId === clientMessageId);
  if (line === undefined || (line.messageId !== null && delivery !== "failed")) return state;
  return replaced(state, line, { ...line, delivery, failure });
}

function accepted(state: ChatState, clientMessageId: string, { messageId, seq, at }: Accepted): ChatState {
  const edited = edit(state, clientMessageId, { messageId, order: seq, at, delivery: "sent", failure: null });
  const awaiting = [...state.awaiting.filter((id) => id !== clientMessageId), clientMessageId];
  return { ...edited, awaiting };
}

function replyKey(clientMessageId: string): string {
  return `reply:${clientMessageId}`;
}

/** Text of a reply that is still being written. Until the reply says otherwise it counts as written by a model. */
function delta(state: ChatState, clientMessageId: string, text: string, at: string): ChatState {
  const key = replyKey(clientMessageId);
  const growing = state.lines.find((line) => line.key === key);
  if (growing === undefined) return withLines(state, [...state.lines, growingLine(state, clientMessageId, text, at)]);
  if (!growing.streaming) return state;
  return replaced(state, growing, { ...growing, text: growing.text + text });
}

function growingLine(state: ChatState, clientMessageId: string, text: string, at: string): Line {
  return {
    key: replyKey(clientMessageId),
    messageId: null,
    clientMessageId: null,
    order: afterQuestion(state, clientMessageId),
    role: "bot",
    text,
    at,
    aiGenerated: true,
    route: null,
    suggestions: [],
    satisfied: null,
    delivery: "sent",
    failure: null,
    streaming: true,
  };
}

// A reply names no seq: until the transcript does, it stands right behind its question.
function afterQuestion(state: ChatState, clientMessageId: string): number {
  const question = state.lines.find((line) => line.clientMessageId === clientMessageId);
  return (question?.order ?? Infinity) + 0.5;
}

/** The whole reply. It replaces what had been streamed: the check at its end may have changed it. */
function replied(state: ChatState, clientMessageId: string, reply: Reply, at: string): ChatState {
  const answered = { ...state, awaiting: state.awaiting.filter((id) => id !== clientMessageId) };
  const key = replyKey(clientMessageId);
  const others = answered.lines.filter((line) => line.key !== key);
  // The event stream was faster, or a person has the conversation and the bot stays silent.
  if (reply.text === "" || others.some((line) => line.messageId === reply.messageId)) return withLines(answered, others);
  const growing = answered.lines.find((line) => line.key === key) ?? growingLine(answered, clientMessageId, "", at);
  const line: Line = {
    ...growing,
    messageId: reply.messageId,
    text: reply.text,
    route: reply.route,
    suggestions: reply.suggestions,
    aiGenerated: reply.aiGenerated,
    streaming: false,
  };
  return withLines(answered, [...others, line]);
}

/** The stream broke off: half a reply was never checked and is taken back. */
function cut(state: ChatState, clientMessageId: string): ChatState {
  const key = replyKey(clientMessageId);
  const lines = state.lines.filter((line) => !(line.key === key && line.streaming));
  return { ...withLines(state, lines), awaiting: state.awaiting.filter((id) => id !== clientMessageId) };
}

function received(state: ChatState, message: Message): ChatState {
  const known = knownLine(state, message);
  const line = { ...lineFrom(message), ...(known ? { key: known.key } : {}) };
  const lines = known ? state.lines.map((other) => (other === known ? line : other)) : [...state.lines, line];
  const typing = message.role === "customer" ? state.typing : { bot: false, person: false };
  // A reply that was read before the transcript gave it its number stays read.
  const seenSeq = known !== undefined && known.order <= state.seenSeq ? Math.max(state.seenSeq, message.seq) : state.seenSeq;
  return { ...withLines(state, lines), typing, seenSeq, lastSeq: Math.max(state.lastSeq, message.seq) };
}

/** The line that already shows this message: by its ids, or as the reply that was growing when the transcript had it first. */
function knownLine(state: ChatState, message: Message): Line | undefined {
  return (
    state.lines.find((line) => line.messageId === message.messageId) ??
    (message.clientMessageId === null
      ? undefined
      : state.lines.find((line) => line.role === "customer" && line.clientMessageId === message.clientMessageId)) ??
    (message.role === "bot" ? state.lines.find((line) => line.streaming && line.order < message.seq) : undefined)
  );
}

/** The conversation is gone and a new one will follow, whose numbers may start anew: what was said stays, before all of it. */
function lost(state: ChatState): ChatState {
  const shift = newest(state) + 1;
  const lines = state.lines.map((line) => ({ ...line, order: line.order - shift }));
  return { ...state, lines, lastSeq: 0, seenSeq: 0, desk: "bot", position: null, awaiting: [], typing: INITIAL.typing };
}

function edit(state: ChatState, clientMessageId: string, change: Partial<Line>): ChatState {
  const line = state.lines.find((other) => other.clientMessageId === clientMessageId);
  return line === undefined ? state : replaced(state, line, { ...line, ...change });
}

function replaced(state: ChatState, before: Line, after: Line): ChatState {
  return withLines(
    state,
    state.lines.map((line) => (line === before ? after : line)),
  );
}

function withLines(state: ChatState, lines: readonly Line[]): ChatState {
  const sorted = [...lines].sort((a, b) => (a.order === b.order ? 0 : a.order - b.order));
  return { ...state, lines: sorted };
}
