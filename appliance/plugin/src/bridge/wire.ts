import { MalformedError } from "./errors";

/** What travels over the bridge, version 1. Unknown fields are passed over; missing ones are an error at the border. */

export type Role = "customer" | "bot" | "person" | "system";
export type DeskState = "bot" | "waiting" | "person" | "closed";

export interface Message {
  readonly messageId: string;
  readonly seq: number;
  readonly role: Role;
  readonly text: string;
  readonly at: string;
  readonly clientMessageId: string | null;
  readonly aiGenerated: boolean;
  readonly route: string | null;
  readonly suggestions: readonly string[];
  readonly satisfied: boolean | null;
}

export interface Reply {
  readonly messageId: string;
  readonly text: string;
  readonly route: string;
  readonly suggestions: readonly string[];
  readonly aiGenerated: boolean;
  readonly handoff: boolean;
}

/** Who answers now; `position` is the place in line while waiting, from 1. */
export interface Desk {
  readonly state: DeskState;
  readonly position: number | null;
}

export interface Transcript extends Desk {
  readonly messages: readonly Message[];
  readonly nextAfter: number;
}

export interface Accepted {
  readonly messageId: string;
  readonly seq: number;
  readonly at: string;
}

const ROLES: readonly Role[] = ["customer", "bot", "person", "system"];
const DESK_STATES: readonly DeskState[] = ["bot", "waiting", "person", "closed"];

/** Fields of one JSON object, each read with its type. Raises MalformedError where one is missing or of another type. */
export class Fields {
  private constructor(private readonly fields: Readonly<Record<string, unknown>>) {}

  static of(value: unknown): Fields {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new MalformedError("An object was expected.");
    }
    return new Fields(value as Record<string, unknown>);
  }

  static parse(json: string): Fields {
    try {
      return Fields.of(JSON.parse(json));
    } catch (error) {
      if (error instanceof SyntaxError) throw new MalformedError(error.message);
      throw error;
    }
  }

  text(key: string): string {
    const value = this.fields[key];
    if (typeof value !== "string") throw new MalformedError(`${key} is not a text.`);
    return value;
  }

  textOrNull(key: string): string | null {
    return this.absent(key) ? null : this.text(key);
  }

  number(key: string): number {
    const value = this.fields[key];
    if (typeof value !== "number") throw new MalformedError(`${key} is not a number.`);
    return value;
  }

  numberOrNull(key: string): number | null {
    return this.absent(key) ? null : this.number(key);
  }

  truth(key: string): boolean {
    return this.fields[key] === true;
  }

  truthOrNull(key: string): boolean | null {
    return this.absent(key) ? null : this.truth(key);
  }

  texts(key: string): string[] {
    return this.list(key).filter((item): item is string => typeof item === "string");
  }

  list(key: string): readonly unknown[] {
    const value = this.fields[key] ?? [];
    if (!Array.isArray(value)) throw new MalformedError(`${key} is not a list.`);
    return value;
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T {
    const value = allowed.find((item) => item === this.fields[key]);
    if (value === undefined) throw new MalformedError(`${key} is none of ${allowed.join(", ")}.`);
    return value;
  }

  private absent(key: string): boolean {
    return this.fields[key] === undefined || this.fields[key] === null;
  }
}

export function messageFrom(fields: Fields): Message {
  return {
    messageId: fields.text("message_id"),
    seq: fields.number("seq"),
    role: fields.oneOf("role", ROLES),
    text: fields.text("text"),
    at: fields.text("at"),
    clientMessageId: fields.textOrNull("client_message_id"),
    aiGenerated: fields.truth("ai_generated"),
    route: fields.textOrNull("route"),
    suggestions: fields.texts("suggestions"),
    satisfied: fields.truthOrNull("satisfied"),
  };
}

export function replyFrom(fields: Fields): Reply {
  return {
    messageId: fields.text("message_id"),
    text: fields.text("text"),
    route: fields.text("route"),
    suggestions: fields.texts("suggestions"),
    aiGenerated: fields.truth("ai_generated"),
    handoff: fields.truth("handoff"),
  };
}

export function deskFrom(fields: Fields): Desk {
  return { state: fields.oneOf("state", DESK_STATES), position: fields.numberOrNull("position") };
}

export function transcriptFrom(fields: Fields): Transcript {
  return {
    ...deskFrom(fields),
    messages: fields.list("messages").map((item) => messageFrom(Fields.of(item))),
    nextAfter: fields.number("next_after"),
  };
}

export function acceptedFrom(fields: Fields): Accepted {
  return { messageId: fields.text("message_id"), seq: fields.number("seq"), at: fields.text("at") };
}
