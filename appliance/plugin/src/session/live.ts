import type { BridgeClient, Credentials } from "../bridge/client";
import { ProblemError } from "../bridge/errors";
import type { ServerEvent } from "../bridge/sse";
import { deskFrom, Fields, messageFrom } from "../bridge/wire";
import { backoffMs } from "./backoff";
import type { Conversation } from "./conversation";
import type { Reporter } from "./delivery";
import type { Store } from "./store";

// A stream that lived this long counts as a success: the next failure starts the waiting times anew.
const STEADY_MS = 10_000;

/**
 * Keeps the event stream open while the page is looked at: first what was missed, then what comes. Without a conversation it
 * only finds out whether the desk can be reached.
 */
export class Live {
  private wanted = false;
  private running = false;
  private failures = 0;
  private round = new AbortController();
  private endWait: (() => void) | null = null;

  constructor(
    private readonly client: BridgeClient,
    private readonly conversation: Conversation,
    private readonly store: Store,
    private readonly reporter: Reporter,
    private readonly visible: () => boolean,
  ) {}

  /** Connect now, or go on waiting no longer. */
  wake(): void {
    this.wanted = true;
    if (this.endWait !== null) this.endWait();
    else if (!this.running) void this.run();
  }

  /** Let go of the stream; `wake` takes it up again where it stopped. */
  pause(): void {
    this.wanted = false;
    this.round.abort();
    this.endWait?.();
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      while (this.wanted && this.visible()) {
        const credentials = this.conversation.credentials;
        if (!(await this.once(credentials))) continue;
        const now = this.conversation.credentials;
        // Before the first message there is nothing to listen to; one that was sent meanwhile is taken up at once.
        if (credentials === null && now !== null) continue;
        if (now === null && this.store.state.connection === "online") return;
        await this.wait(backoffMs(this.failures));
      }
    } finally {
      this.running = false;
    }
  }

  /** One connection, from its start to its end; false where the next may follow without waiting. */
  private async once(credentials: Credentials | null): Promise<boolean> {
    const began = performance.now();
    this.round = new AbortController();
    const { signal } = this.round;
    try {
      if (credentials === null) await this.probe();
      else await this.listen(credentials, signal);
    } catch (error) {
      if (signal.aborted) return false;
      if (credentials !== null && this.conversation.lostBy(error, credentials)) return false;
      if (error instanceof ProblemError) this.store.dispatch({ type: "connection", connection: "offline" });
      this.reporter.failed(error);
    }
    this.failures = performance.now() - began > STEADY_MS ? 1 : this.failures + 1;
    return true;
  }

  private async probe(): Promise<void> {
    this.connecting();
    const ready = await this.client.ready();
    if (ready) this.reporter.reached();
    else this.store.dispatch({ type: "connection", connection: "starting" });
  }

  private async listen(credentials: Credentials, signal: AbortSignal): Promise<void> {
    this.connecting();
    // Whoever was typing when an earlier stream broke may have stopped since.
    this.store.dispatch({ type: "typing", who: "bot", on: false });
    this.store.dispatch({ type: "typing", who: "person", on: false });
    this.store.dispatch({ type: "restoring", on: true });
    try {
      await this.catchUp(credentials);
    } finally {
      this.store.dispatch({ type: "restoring", on: false });
    }
    const events = await this.client.events(credentials, this.store.state.lastSeq, signal);
    this.reporter.reached();
    for await (const event of events) this.take(event);
  }

  private connecting(): void {
    if (this.store.state.connection === "idle") this.store.dispatch({ type: "connection", connection: "connecting" });
  }

  /** Everything since the last known message, page by page, and who answers now. */
  private async catchUp(credentials: Credentials): Promise<void> {
    let after = this.store.state.lastSeq;
    for (;;) {
      const { messages, nextAfter, ...desk } = await this.client.transcript(credentials, after);
      if (this.conversation.credentials?.conversationId !== credentials.conversationId) return;
      this.store.dispatch({ type: "messages", messages });
      this.store.dispatch({ type: "desk", desk });
      if (messages.length === 0 || nextAfter <= after) return;
      after = nextAfter;
    }
  }

  private take(event: ServerEvent): void {
    if (event.name === "message") {
      this.store.dispatch({ type: "messages", messages: [messageFrom(Fields.parse(event.data))] });
    } else if (event.name === "typing") {
      const fields = Fields.parse(event.data);
      this.store.dispatch({ type: "typing", who: fields.oneOf("who", ["bot", "person"]), on: fields.truth("on") });
    } else if (event.name === "state") {
      this.store.dispatch({ type: "desk", desk: deskFrom(Fields.parse(event.data)) });
    }
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.endWait?.(), ms);
      this.endWait = () => {
        clearTimeout(timer);
        this.endWait = null;
        resolve();
      };
    });
  }
}
