import type { Credentials, Parcel } from "../bridge/client";

/** What the browser keeps for a visitor: the way back into the conversation, and what was not delivered yet. */
interface Kept {
  readonly credentials: Credentials | null;
  readonly seenSeq: number;
  readonly outbox: readonly Parcel[];
}

const NOTHING: Kept = { credentials: null, seenSeq: 0, outbox: [] };

/**
 * The browser's storage, or this page's memory where storage is denied (private windows, blocked cookies).
 * `lasting` survives the browser, `passing` the tab.
 */
export class Memory {
  private readonly fallback = new Map<string, string>();

  constructor(
    private readonly key: string,
    private readonly lasting: () => Storage,
    private readonly passing: () => Storage,
  ) {}

  get credentials(): Credentials | null {
    return this.kept().credentials;
  }

  set credentials(credentials: Credentials | null) {
    this.keep({ credentials, ...(credentials === null ? { seenSeq: 0 } : {}) });
  }

  get seenSeq(): number {
    return this.kept().seenSeq;
  }

  set seenSeq(seenSeq: number) {
    this.keep({ seenSeq });
  }

  get outbox(): readonly Parcel[] {
    return this.kept().outbox;
  }

  set outbox(outbox: readonly Parcel[]) {
    this.keep({ outbox });
  }

  get draft(): string {
    return this.read(this.passing, "draft") ?? "";
  }

  set draft(text: string) {
    this.write(this.passing, "draft", text);
  }

  get panelOpen(): boolean {
    return this.read(this.passing, "open") === "1";
  }

  set panelOpen(open: boolean) {
    this.write(this.passing, "open", open ? "1" : "0");
  }

  private kept(): Kept {
    const text = this.read(this.lasting, "conversation");
    return text === null ? NOTHING : keptFrom(text);
  }

  private keep(change: Partial<Kept>): void {
    this.write(this.lasting, "conversation", JSON.stringify({ ...this.kept(), ...change }));
  }

  private read(storage: () => Storage, name: string): string | null {
    const key = `${this.key}:${name}`;
    try {
      return storage().getItem(key) ?? this.fallback.get(key) ?? null;
    } catch {
      return this.fallback.get(key) ?? null;
    }
  }

  private write(storage: () => Storage, name: string, value: string): void {
    const key = `${this.key}:${name}`;
    try {
      storage().setItem(key, value);
      this.fallback.delete(key);
    } catch {
      this.fallback.set(key, value);
    }
  }
}

/** Where one visitor's chat with one shop is kept. Not a secret's hash: it only has to tell them apart. */
export function storageKey(...parts: readonly (string | null)[]): string {
  const text = JSON.stringify(parts);
  return `guitai:${fnv1a(text, 0x811c9dc5)}${fnv1a(text, 0x9747b28c)}`;
}

function fnv1a(text: string, start: number): string {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

// Anything may stand in a page's storage: what does not read as ours counts as nothing.
function keptFrom(text: string): Kept {
  try {
    const kept = JSON.parse(text) as Partial<Kept> | null;
    const credentials = kept?.credentials;
    return {
      credentials:
        typeof credentials?.conversationId === "string" && typeof credentials.conversationToken === "string" ? credentials : null,
      seenSeq: typeof kept?.seenSeq === "number" ? kept.seenSeq : 0,
      outbox: Array.isArray(kept?.outbox) ? kept.outbox.filter(isParcel) : [],
    };
  } catch {
    return NOTHING;
  }
}

function isParcel(value: unknown): value is Parcel {
  const parcel = value as Partial<Parcel> | null;
  return typeof parcel?.clientMessageId === "string" && typeof parcel.text === "string";
}
