import { describe, expect, test } from "vitest";
import type { Message, Reply } from "../src/bridge/wire";
import { reduce, type Action } from "../src/session/reducer";
import { botIsTyping, INITIAL, unread, type ChatState } from "../src/session/state";

const AT = "2026-11-20T10:00:00+08:00";

function message(seq: number, change: Partial<Message> = {}): Message {
  const base = { messageId: `m${seq}`, seq, role: "bot" as const, text: `text ${seq}`, at: AT, clientMessageId: null };
  return { ...base, aiGenerated: true, route: "faq", suggestions: [], satisfied: null, ...change };
}

function reply(messageId: string, text: string): Reply {
  return { messageId, text, route: "generated", suggestions: [], aiGenerated: true, handoff: false };
}

function after(...actions: Action[]): ChatState {
  return actions.reduce(reduce, INITIAL);
}

const queued: Action = { type: "queued", parcel: { clientMessageId: "c1", text: "在吗" }, at: AT };
const accepted: Action = { type: "accepted", clientMessageId: "c1", accepted: { messageId: "m1", seq: 1, at: AT } };
const delta: Action = { type: "delta", clientMessageId: "c1", text: "您", at: AT };
const asked = message(1, { role: "customer", clientMessageId: "c1", text: "在吗", aiGenerated: false });

describe("one message, told twice", () => {
  test("the visitor's own line is shown once, whichever stream is first", () => {
    const events: Action = { type: "messages", messages: [asked] };
    for (const order of [[queued, accepted, events], [queued, events, accepted]]) {
      const { lines } = after(...order);
      expect(lines.map((line) => [line.key, line.messageId, line.delivery])).toEqual([["c1", "m1", "sent"]]);
    }
  });

  test("the reply is shown once, whichever stream is first", () => {
    const whole: Action = { type: "reply", clientMessageId: "c1", reply: reply("m2", "您好"), at: AT };
    const events: Action = { type: "messages", messages: [message(2, { text: "您好" })] };
    for (const order of [[delta, whole, events], [delta, events, whole], [events, whole], [whole, events]]) {
      const { lines, awaiting } = after(queued, accepted, ...order);
      expect(lines.map((line) => [line.messageId, line.text, line.streaming])).toEqual([
        ["m1", "在吗", false],
        ["m2", "您好", false],
      ]);
      expect(awaiting).toEqual([]);
    }
  });
});

describe("a growing reply", () => {
  test("grows, is marked as written by a model, and yields to the checked text", () => {
    const growing = after(queued, accepted, delta, { ...delta, text: "好" });
    expect(growing.lines[1]).toMatchObject({ text: "您好", streaming: true, aiGenerated: true });
    const done = reduce(growing, { type: "reply", clientMessageId: "c1", reply: reply("m2", "请稍候"), at: AT });
    expect(done.lines[1]).toMatchObject({ text: "请稍候", streaming: false });
  });

  test("is taken back when the stream breaks: nobody checked it", () => {
    expect(after(queued, accepted, delta, { type: "cut", clientMessageId: "c1" }).lines).toHaveLength(1);
  });

  test("is not drawn where a person has the conversation and the bot stays silent", () => {
    expect(after(queued, accepted, { type: "reply", clientMessageId: "c1", reply: reply("m2", ""), at: AT }).lines).toHaveLength(1);
  });
});

describe("order", () => {
  test("what is not accepted stands last, whatever arrives", () => {
    const { lines } = after(queued, { type: "messages", messages: [message(9), message(4)] });
    expect(lines.map((line) => line.key)).toEqual(["m4", "m9", "c1"]);
  });

  test("a new conversation follows the lost one, even where its numbers start anew", () => {
    const { lines, lastSeq } = after(
      { type: "messages", messages: [message(90)] },
      queued,
      { type: "lost" },
      accepted,
      { type: "messages", messages: [message(2)] },
    );
    expect(lines.map((line) => line.messageId)).toEqual(["m90", "m1", "m2"]);
    expect(lastSeq).toBe(2);
  });
});

describe("what the visitor is told", () => {
  test("a message that was accepted stays sent while its reply is asked for again", () => {
    const state = after(queued, accepted, { type: "delivery", clientMessageId: "c1", delivery: "queued" });
    expect(state.lines[0]?.delivery).toBe("sent");
  });

  test("the bot types from acceptance to the first words", () => {
    expect(botIsTyping(after(queued))).toBe(false);
    expect(botIsTyping(after(queued, accepted))).toBe(true);
    expect(botIsTyping(after(queued, accepted, delta))).toBe(false);
    expect(botIsTyping(after(queued, accepted, { type: "desk", desk: { state: "person", position: null } }))).toBe(false);
  });

  test("unread counts what the shop said since the visitor last looked", () => {
    const state = after({ type: "messages", messages: [message(1), message(2), message(3, { role: "customer" })] });
    expect(unread(state)).toBe(2);
    expect(unread(reduce(state, { type: "seen", seq: 1 }))).toBe(1);
  });

  test("a reply that was read before it had its number stays read", () => {
    const read = after(queued, accepted, { type: "reply", clientMessageId: "c1", reply: reply("m2", "您好"), at: AT }, { type: "seen", seq: 1.5 });
    expect(unread(reduce(read, { type: "messages", messages: [asked, message(2)] }))).toBe(0);
  });

  test("lines that did not change keep their identity", () => {
    const state = after({ type: "messages", messages: [message(1)] });
    expect(reduce(state, { type: "messages", messages: [message(2)] }).lines[0]).toBe(state.lines[0]);
  });
});
