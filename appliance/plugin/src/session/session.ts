import type { BridgeClient, Opening } from "../bridge/client";
import { MalformedError, ProblemError, UnreachableError } from "../bridge/errors";
import { backoffMs } from "./backoff";
import { Conversation } from "./conversation";
import { Deliveries, type Reporter } from "./delivery";
import { Live } from "./live";
import type { Memory } from "./memory";
import type { LocalNetwork } from "./permission";
import { handedOver, newest } from "./state";
import { Store } from "./store";

// A call that hangs this long may be waiting for the visitor to answer the browser's question.
const ASK_BROWSER_AFTER_MS = 1_500;
const ID_BYTES = 16;

/** Everything a visitor can do in the chat, over the parts that do it. */
export class ChatSession implements Reporter {
  readonly store = new Store();
  private readonly conversation: Conversation;
  private readonly deliveries: Deliveries;
  private readonly live: Live;

  constructor(
    private readonly client: BridgeClient,
    private readonly memory: Memory,
    about: () => Opening,
    private readonly localNetwork: () => Promise<LocalNetwork>,
  ) {
    this.conversation = new Conversation(client, memory, about, () => this.store.dispatch({ type: "lost" }));
    this.deliveries = new Deliveries(client, this.conversation, memory, this.store, this);
    this.live = new Live(client, this.conversation, this.store, this, () => document.visibilityState === "visible");
    this.store.subscribe((state, before) => {
      if (state.open !== before.open || state.lines !== before.lines) this.noteSeen();
      if (state.seenSeq !== before.seenSeq) this.memory.seenSeq = state.seenSeq;
      if (state.connection === "connecting" && before.connection !== "connecting") this.watchConnecting();
    });
  }

  /** Takes up what an earlier page left, and follows the page's own comings and goings. */
  start(): void {
    this.store.dispatch({ type: "seen", seq: this.memory.seenSeq });
    this.deliveries.restore();
    document.addEventListener("visibilitychange", () => this.pageTurned());
    window.addEventListener("online", () => this.reconnect());
    if (this.conversation.credentials !== null || this.deliveries.pending) this.reconnect();
  }

  openPanel(): void {
    this.memory.panelOpen = true;
    this.store.dispatch({ type: "panel", open: true });
    this.live.wake();
  }

  closePanel(): void {
    this.memory.panelOpen = false;
    this.store.dispatch({ type: "panel", open: false });
  }

  /** Now rather than when the waiting time is over. */
  reconnect(): void {
    this.live.wake();
    this.deliveries.resume();
  }

  send(text: string): void {
    const parcel = { clientMessageId: newId(), text };
    this.store.dispatch({ type: "queued", parcel, at: new Date().toISOString() });
    this.deliveries.add(parcel);
  }

  /** Sends a failed message once more, under the id it had. */
  resend(clientMessageId: string, text: string): void {
    this.store.dispatch({ type: "delivery", clientMessageId, delivery: "sending" });
    this.deliveries.add({ clientMessageId, text });
  }

  async rate(messageId: string, satisfied: boolean): Promise<void> {
    const credentials = this.conversation.credentials;
    const before = this.store.state.lines.find((line) => line.messageId === messageId);
    if (credentials === null || before === undefined) return;
    this.store.dispatch({ type: "judged", messageId, satisfied });
    try {
      const answer = await this.client.feedback(credentials, messageId, satisfied);
      this.store.dispatch({ type: "feedback", note: { messageId, ...answer } });
    } catch (error) {
      this.store.dispatch({ type: "judged", messageId, satisfied: before.satisfied });
      this.failed(error);
    }
  }

  /** Asks for a person, and goes on asking while nobody answers the call. */
  async askForPerson(): Promise<void> {
    if (this.store.state.askingForPerson || handedOver(this.store.state)) return;
    this.store.dispatch({ type: "asking_for_person", on: true });
    try {
      for (let attempt = 1; !(await this.handedOver()); attempt += 1) await pause(backoffMs(attempt));
    } catch (error) {
      this.failed(error);
    } finally {
      this.store.dispatch({ type: "asking_for_person", on: false });
    }
  }

  async end(): Promise<void> {
    const credentials = this.conversation.credentials;
    if (credentials === null) return;
    try {
      this.store.dispatch({ type: "desk", desk: await this.client.close(credentials) });
    } catch (error) {
      if (!this.conversation.lostBy(error, credentials)) this.failed(error);
    }
  }

  /** Leaves the conversation behind; the next message opens another. */
  startOver(): void {
    this.live.pause();
    this.deliveries.clear();
    this.memory.credentials = null;
    this.store.dispatch({ type: "cleared" });
  }

  reached(): void {
    const before = this.store.state.connection;
    this.store.dispatch({ type: "connection", connection: "online" });
    this.live.wake();
    if (before !== "online") this.deliveries.resume();
  }

  failed(error: unknown): void {
    if (error instanceof UnreachableError || error instanceof MalformedError) void this.explainSilence();
    else if (!(error instanceof ProblemError)) reportError(error);
    else if (error.credentialsRefused) this.store.dispatch({ type: "connection", connection: "refused" });
    else if (error.code === "starting") this.store.dispatch({ type: "connection", connection: "starting" });
  }

  private async handedOver(): Promise<boolean> {
    try {
      const desk = await this.conversation.use((credentials) => this.client.handoff(credentials));
      this.store.dispatch({ type: "desk", desk });
      this.reached();
      return true;
    } catch (error) {
      const later = error instanceof UnreachableError || (error instanceof ProblemError && error.temporary);
      if (!later) throw error;
      this.failed(error);
      return false;
    }
  }

  private async explainSilence(): Promise<void> {
    this.store.dispatch({ type: "connection", connection: "offline" });
    const permission = await this.localNetwork();
    if (permission === "denied" && this.store.state.connection === "offline") {
      this.store.dispatch({ type: "connection", connection: "forbidden" });
    }
  }

  private watchConnecting(): void {
    setTimeout(() => void this.explainDelay(), ASK_BROWSER_AFTER_MS);
  }

  private async explainDelay(): Promise<void> {
    if (this.store.state.connection !== "connecting" || (await this.localNetwork()) !== "prompt") return;
    if (this.store.state.connection === "connecting") this.store.dispatch({ type: "connection", connection: "asking" });
  }

  /** Hidden pages hold no stream, unless a person may answer at any moment or something is still on its way. */
  private pageTurned(): void {
    if (document.visibilityState === "visible") {
      this.noteSeen();
      this.reconnect();
    } else if (!handedOver(this.store.state) && !this.deliveries.pending) {
      this.live.pause();
    }
  }

  private noteSeen(): void {
    const { open } = this.store.state;
    if (open && document.visibilityState === "visible") this.store.dispatch({ type: "seen", seq: newest(this.store.state) });
  }
}

// `crypto.randomUUID` is missing on pages served without TLS.
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
