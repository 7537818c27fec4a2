import type { BridgeClient, Parcel } from "../bridge/client";
import { MalformedError, ProblemError, UnreachableError } from "../bridge/errors";
import { acceptedFrom, Fields, replyFrom } from "../bridge/wire";
import type { ServerEvent } from "../bridge/sse";
import { backoffMs } from "./backoff";
import type { Conversation } from "./conversation";
import type { Memory } from "./memory";
import type { Failure } from "./state";
import type { Store } from "./store";

// A server that answers with an error this often will not be talked round by a machine: the visitor decides.
const TRIES_WITH_TROUBLE = 5;

/** What the delivery tells the session about the connection. */
export interface Reporter {
  reached(): void;
  failed(error: unknown): void;
}

interface Attempt {
  readonly parcel: Parcel;
  inFlight: boolean;
  troubles: number;
}

/**
 * The outgoing queue. Messages leave in the order they were written, the next as soon as the one before is accepted, so that
 * several short ones can be read as one. What was not answered is sent again under the same id, which never makes a second turn.
 */
export class Deliveries {
  private readonly attempts: Attempt[];
  private pumping = false;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: BridgeClient,
    private readonly conversation: Conversation,
    private readonly memory: Memory,
    private readonly store: Store,
    private readonly reporter: Reporter,
  ) {
    this.attempts = memory.outbox.map((parcel) => ({ parcel, inFlight: false, troubles: 0 }));
  }

  get pending(): boolean {
    return this.attempts.length > 0;
  }

  /** Shows what an earlier page could not deliver, as waiting. */
  restore(): void {
    for (const { parcel } of this.attempts) {
      this.store.dispatch({ type: "queued", parcel, at: new Date().toISOString() });
      this.store.dispatch({ type: "delivery", clientMessageId: parcel.clientMessageId, delivery: "queued" });
    }
  }

  add(parcel: Parcel): void {
    this.attempts.push({ parcel, inFlight: false, troubles: 0 });
    this.save();
    this.resume();
  }

  /** Tries now what waits for another try. */
  resume(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.pumping) void this.pump();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.attempts.length = 0;
    this.save();
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    try {
      let next: Attempt | undefined;
      while ((next = this.attempts.find((attempt) => !attempt.inFlight)) !== undefined) {
        if (!(await this.accepted(next))) return;
      }
    } finally {
      this.pumping = false;
    }
  }

  /** Resolves to true once the message is accepted or given up, to false where it must wait; its reply comes on behind. */
  private accepted(attempt: Attempt): Promise<boolean> {
    return new Promise((resolve) => {
      attempt.inFlight = true;
      this.exchange(attempt, () => resolve(true)).then(
        () => {
          this.drop(attempt);
          resolve(true);
        },
        (error: unknown) => resolve(this.failed(attempt, error)),
      );
    });
  }

  private async exchange({ parcel }: Attempt, onAccepted: () => void): Promise<void> {
    const { clientMessageId } = parcel;
    this.store.dispatch({ type: "delivery", clientMessageId, delivery: "sending" });
    const events = await this.conversation.use((credentials) => this.client.send(credentials, parcel));
    this.reporter.reached();
    let answered = false;
    for await (const event of events) {
      if (event.name === "accepted") {
        this.failures = 0;
        this.store.dispatch({ type: "accepted", clientMessageId, accepted: acceptedFrom(Fields.parse(event.data)) });
        onAccepted();
      } else {
        answered = this.follow(clientMessageId, event) || answered;
      }
      if (event.name === "done" && answered) return;
    }
    if (!answered) throw new UnreachableError("The reply was cut off.");
  }

  /** True once the reply is whole. */
  private follow(clientMessageId: string, event: ServerEvent): boolean {
    const at = new Date().toISOString();
    if (event.name === "delta") {
      this.store.dispatch({ type: "delta", clientMessageId, text: Fields.parse(event.data).text("text"), at });
    } else if (event.name === "reply") {
      const reply = replyFrom(Fields.parse(event.data));
      this.store.dispatch({ type: "reply", clientMessageId, reply, at });
      return true;
    } else if (event.name === "error") {
      const problem = Fields.parse(event.data);
      throw new ProblemError(problem.number("status"), problem.text("code"), problem.text("detail"), null);
    }
    return false;
  }

  /** Decides what becomes of a message that did not get through; true where the next one may be tried. */
  private failed(attempt: Attempt, error: unknown): boolean {
    const { clientMessageId } = attempt.parcel;
    if (!this.attempts.includes(attempt)) return true;
    attempt.inFlight = false;
    this.store.dispatch({ type: "cut", clientMessageId });
    const failure = giveUp(error, attempt);
    if (failure !== null) {
      this.drop(attempt);
      this.store.dispatch({ type: "delivery", clientMessageId, delivery: "failed", failure });
    } else {
      this.store.dispatch({ type: "delivery", clientMessageId, delivery: "queued" });
      this.retryLater(error instanceof ProblemError ? error.retryAfterMs : null);
    }
    this.reporter.failed(error);
    return failure !== null;
  }

  private retryLater(afterMs: number | null): void {
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.resume(), afterMs ?? backoffMs(this.failures));
  }

  private drop(attempt: Attempt): void {
    const index = this.attempts.indexOf(attempt);
    if (index >= 0) this.attempts.splice(index, 1);
    this.save();
  }

  private save(): void {
    this.memory.outbox = this.attempts.map((attempt) => attempt.parcel);
  }
}

/** Why a message won't be tried again by itself, or null where it will. */
function giveUp(error: unknown, attempt: Attempt): Failure | null {
  if (error instanceof UnreachableError) return null;
  if (error instanceof ProblemError && error.credentialsRefused) return "refused";
  if (error instanceof ProblemError && error.status === 413) return "too_long";
  // "Later" with a time named is the bridge keeping order, not trouble.
  if (error instanceof ProblemError && error.status === 429) return null;
  attempt.troubles += 1;
  const temporary = error instanceof MalformedError || (error instanceof ProblemError && error.temporary);
  return temporary && attempt.troubles < TRIES_WITH_TROUBLE ? null : "trouble";
}
