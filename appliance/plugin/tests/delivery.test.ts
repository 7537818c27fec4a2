import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { BridgeClient, Credentials, Parcel } from "../src/bridge/client";
import { ProblemError, UnreachableError } from "../src/bridge/errors";
import type { ServerEvent } from "../src/bridge/sse";
import { Conversation } from "../src/session/conversation";
import { Deliveries } from "../src/session/delivery";
import { Memory } from "../src/session/memory";
import { Store } from "../src/session/store";

const ABOUT = { locale: "zh", customerId: null, customerProof: null, productId: null, orderId: null };

/** The bridge's side of one send: what it does with each parcel in turn. */
type Answer = (parcel: Parcel, at: Credentials) => AsyncGenerator<ServerEvent>;

let seq = 0;

function event(name: string, data: unknown): ServerEvent {
  return { name, data: JSON.stringify(data), id: null };
}

async function* answers(parcel: Parcel): AsyncGenerator<ServerEvent> {
  seq += 1;
  yield event("accepted", { message_id: `m-${parcel.clientMessageId}`, seq, at: "2026-11-20T10:00:00+08:00" });
  yield event("reply", { message_id: `r-${parcel.clientMessageId}`, text: "好的", route: "faq", suggestions: [], ai_generated: true });
  yield event("done", {});
}

async function* cutAfterAcceptance(parcel: Parcel): AsyncGenerator<ServerEvent> {
  for await (const each of answers(parcel)) {
    if (each.name === "reply") throw new UnreachableError("cut");
    yield each;
  }
}

function refuse(error: Error): Answer {
  return () => {
    throw error;
  };
}

function bench(script: Answer[], storage = new Map<string, string>()) {
  const sent: [string, string][] = [];
  let opened = 0;
  const client = {
    open: async () => ({ conversationId: `conversation-${(opened += 1)}`, conversationToken: "token" }),
    send: async (at: Credentials, parcel: Parcel) => {
      sent.push([parcel.clientMessageId, at.conversationId]);
      return (script.shift() ?? answers)(parcel, at);
    },
  } as unknown as BridgeClient;
  const local = { getItem: (key: string) => storage.get(key) ?? null, setItem: (key: string, value: string) => storage.set(key, value) };
  const memory = new Memory("key", () => local as unknown as Storage, () => { throw new Error("denied"); });
  const store = new Store();
  const lost = vi.fn();
  const reporter = { reached: vi.fn(), failed: vi.fn() };
  const deliveries = new Deliveries(client, new Conversation(client, memory, () => ABOUT, lost), memory, store, reporter);
  const add = (id: string): void => {
    store.dispatch({ type: "queued", parcel: { clientMessageId: id, text: id }, at: "2026-11-20T10:00:00+08:00" });
    deliveries.add({ clientMessageId: id, text: id });
  };
  const states = (): unknown[] => store.state.lines.filter((line) => line.role === "customer").map((line) => [line.key, line.delivery]);
  return { deliveries, memory, store, reporter, lost, sent, add, states, storage };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("Deliveries", () => {
  test("what cannot be sent waits, in order, and goes out under the same ids", async () => {
    const { sent, add, states, memory } = bench([refuse(new UnreachableError("down"))]);
    add("a");
    add("b");
    await vi.advanceTimersByTimeAsync(0);
    expect(states()).toEqual([["a", "queued"], ["b", "sending"]]);
    expect(memory.outbox.map((parcel) => parcel.clientMessageId)).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.map(([id]) => id)).toEqual(["a", "a", "b"]);
    expect(states()).toEqual([["a", "sent"], ["b", "sent"]]);
    expect(memory.outbox).toEqual([]);
  });

  test("the next message does not wait for the reply to the one before", async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow: Answer = async function* (parcel) {
      for await (const each of answers(parcel)) {
        if (each.name === "reply") await held;
        yield each;
      }
    };
    const { sent, add, store } = bench([slow]);
    add("a");
    add("b");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map(([id]) => id)).toEqual(["a", "b"]);
    expect(store.state.awaiting).toEqual(["a"]);
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.state.awaiting).toEqual([]);
  });

  test("a reply that was cut off is asked for again, and shown once", async () => {
    const { sent, add, store } = bench([cutAfterAcceptance]);
    add("a");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.map(([id]) => id)).toEqual(["a", "a"]);
    expect(store.state.lines.map((line) => line.text)).toEqual(["a", "好的"]);
  });

  test("a conversation that is gone is replaced without a word, and the message goes there", async () => {
    const { sent, add, states, lost } = bench([refuse(new ProblemError(404, "not_found", "", null))]);
    add("a");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual([["a", "conversation-1"], ["a", "conversation-2"]]);
    expect(states()).toEqual([["a", "sent"]]);
    expect(lost).toHaveBeenCalledOnce();
  });

  test("a token that stays refused is not asked for ever", async () => {
    const refused = refuse(new ProblemError(401, "token_refused", "", null));
    const { sent, add, states } = bench([refused, refused, refused]);
    add("a");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toHaveLength(2);
    expect(states()).toEqual([["a", "failed"]]);
  });

  test("waits as long as the bridge asks", async () => {
    const { sent, add } = bench([refuse(new ProblemError(429, "too_many_messages", "", 20_000))]);
    add("a");
    await vi.advanceTimersByTimeAsync(19_000);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toHaveLength(2);
  });

  test("a server in trouble is tried five times, then the visitor decides; the next message goes on", async () => {
    const trouble = refuse(new ProblemError(500, "internal", "", null));
    const { sent, add, states } = bench([trouble, trouble, trouble, trouble, trouble]);
    add("a");
    add("b");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(states()).toEqual([["b", "sent"], ["a", "failed"]]);
    expect(sent.map(([id]) => id)).toEqual(["a", "a", "a", "a", "a", "b"]);
  });

  test("what an earlier page could not deliver is delivered by the next", async () => {
    const before = bench([refuse(new UnreachableError("down"))]);
    before.add("a");
    await vi.advanceTimersByTimeAsync(0);
    before.deliveries.clear = () => undefined;
    const after = bench([], before.storage);
    after.deliveries.restore();
    expect(after.states()).toEqual([["a", "queued"]]);
    after.deliveries.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(after.states()).toEqual([["a", "sent"]]);
  });
});
