import { MalformedError, ProblemError, UnreachableError } from "./errors";
import { readEvents, type ServerEvent } from "./sse";
import { deskFrom, Fields, transcriptFrom, type Desk, type Transcript } from "./wire";

/** What opens one conversation's calls. */
export interface Credentials {
  readonly conversationId: string;
  readonly conversationToken: string;
}

/** What a new conversation is told about its page and customer. */
export interface Opening {
  readonly locale: string;
  readonly customerId: string | null;
  readonly customerProof: string | null;
  readonly productId: string | null;
  readonly orderId: string | null;
}

export interface FeedbackAnswer {
  readonly offerPerson: boolean;
  readonly text: string;
}

/** A message on its way. The id makes sending it again harmless. */
export interface Parcel {
  readonly clientMessageId: string;
  readonly text: string;
}

interface Call {
  readonly method?: "GET" | "POST";
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

// Long enough for a customer to answer the browser's question about the local network.
const ANSWER_WITHIN_MS = 30_000;
// The bridge pings every 15 s; three pings missed is a dead connection.
const EVENTS_SILENCE_MS = 45_000;
// A reply being written on a slow machine may pause longer than a ping.
const REPLY_SILENCE_MS = 60_000;
const MAX_PAGE_URL_CHARACTERS = 2048;

/** The bridge's calls. Tokens travel in the Authorization header only, never in an address. */
export class BridgeClient {
  constructor(
    private readonly endpoint: string,
    private readonly siteToken: string,
    private readonly locale: string,
  ) {}

  /** Whether the engine can answer now, or is still starting. */
  async ready(): Promise<boolean> {
    return (await this.json("/v1/health", {})).text("status") !== "starting";
  }

  async open(opening: Opening): Promise<Credentials> {
    const answer = await this.json("/v1/conversations", {
      method: "POST",
      token: this.siteToken,
      body: {
        channel: "web",
        locale: opening.locale,
        customer_id: opening.customerId,
        customer_proof: opening.customerProof,
        context: { product_id: opening.productId, order_id: opening.orderId, page_url: pageUrl() },
      },
    });
    return { conversationId: answer.text("conversation_id"), conversationToken: answer.text("conversation_token") };
  }

  /** Sends a message; the events are the bridge's own: `accepted`, `intent`, `delta`, `reply`, `done`. */
  async send(at: Credentials, parcel: Parcel): Promise<AsyncGenerator<ServerEvent>> {
    const response = await this.fetch(path(at, "messages"), {
      method: "POST",
      token: at.conversationToken,
      body: { text: parcel.text, client_message_id: parcel.clientMessageId },
      headers: { Accept: "text/event-stream" },
    });
    return readEvents(bodyOf(response), REPLY_SILENCE_MS);
  }

  async transcript(at: Credentials, after: number): Promise<Transcript> {
    return transcriptFrom(await this.json(`${path(at, "messages")}?after=${after}`, { token: at.conversationToken }));
  }

  /** The conversation's live events from after `lastSeq` on, until `signal` ends them. */
  async events(at: Credentials, lastSeq: number, signal: AbortSignal): Promise<AsyncGenerator<ServerEvent>> {
    const response = await this.fetch(path(at, "events"), {
      token: at.conversationToken,
      headers: { Accept: "text/event-stream", "Last-Event-ID": String(lastSeq) },
      signal,
    });
    return readEvents(bodyOf(response), EVENTS_SILENCE_MS);
  }

  async feedback(at: Credentials, messageId: string, satisfied: boolean): Promise<FeedbackAnswer> {
    const body = { message_id: messageId, satisfied };
    const answer = await this.json(path(at, "feedback"), { method: "POST", token: at.conversationToken, body });
    return { offerPerson: answer.truth("offer_person"), text: answer.text("text") };
  }

  async handoff(at: Credentials): Promise<Desk> {
    return deskFrom(await this.json(path(at, "handoff"), { method: "POST", token: at.conversationToken, body: {} }));
  }

  async close(at: Credentials): Promise<Desk> {
    return deskFrom(await this.json(path(at, "close"), { method: "POST", token: at.conversationToken, body: {} }));
  }

  private async json(address: string, call: Call): Promise<Fields> {
    const response = await this.fetch(address, call);
    try {
      return Fields.of(await response.json());
    } catch (error) {
      throw error instanceof MalformedError ? error : new UnreachableError(String(error));
    }
  }

  private async fetch(address: string, call: Call): Promise<Response> {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    call.signal?.addEventListener("abort", abort);
    if (call.signal?.aborted) abort();
    // The limit is on the answer's beginning: once its headers are here, a stream may go on.
    const timer = setTimeout(abort, ANSWER_WITHIN_MS);
    let response: Response;
    try {
      response = await fetch(this.endpoint + address, {
        method: call.method ?? "GET",
        headers: this.headers(call),
        body: call.body === undefined ? null : JSON.stringify(call.body),
        signal: controller.signal,
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
    } catch (error) {
      throw new UnreachableError(String(error));
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  private headers(call: Call): Record<string, string> {
    return {
      "Accept-Language": this.locale,
      ...(call.token === undefined ? {} : { Authorization: `Bearer ${call.token}` }),
      ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...call.headers,
    };
  }
}

function path(at: Credentials, call: string): string {
  return `/v1/conversations/${encodeURIComponent(at.conversationId)}/${call}`;
}

// Without query and fragment, which shops use for what is nobody else's business.
function pageUrl(): string {
  return (location.origin + location.pathname).slice(0, MAX_PAGE_URL_CHARACTERS);
}

function bodyOf(response: Response): ReadableStream<Uint8Array> {
  if (response.body === null) throw new MalformedError("The answer has no body.");
  return response.body;
}

async function problemOf(response: Response): Promise<ProblemError> {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : null;
  try {
    const problem = Fields.of(await response.json());
    return new ProblemError(response.status, problem.text("code"), problem.text("detail"), retryAfterMs);
  } catch {
    // Not a problem document: a proxy or another server speaks. The status alone decides what happens next.
    return new ProblemError(response.status, "unexplained", response.statusText, retryAfterMs);
  }
}
