import { describe, expect, test } from "vitest";
import { backoffMs } from "../src/session/backoff";
import { Memory, storageKey } from "../src/session/memory";
import { textsFor } from "../src/texts/texts";

const denied = (): Storage => {
  throw new DOMException("denied", "SecurityError");
};

describe("Memory", () => {
  test("lasts as long as the page where storage is denied", () => {
    const memory = new Memory("key", denied, denied);
    memory.credentials = { conversationId: "c", conversationToken: "t" };
    memory.draft = "半句话";
    memory.seenSeq = 4;
    expect([memory.credentials?.conversationId, memory.draft, memory.seenSeq, memory.panelOpen]).toEqual(["c", "半句话", 4, false]);
  });

  test.each(["", "{", "null", "[]", '"text"', '{"credentials": 5, "outbox": {}, "seenSeq": "x"}', '{"credentials": null, "outbox": [1, null, {}]}'])(
    "takes foreign content for nothing: %s",
    (content) => {
      const memory = new Memory("key", () => ({ getItem: () => content }) as unknown as Storage, denied);
      expect([memory.credentials, memory.seenSeq, memory.outbox]).toEqual([null, 0, []]);
    },
  );

  test("another shop, page token or customer is another conversation", () => {
    const keys = [["a", "t", null], ["b", "t", null], ["a", "u", null], ["a", "t", "C1"], ["a", "t", "C2"], ["at", "", null]];
    expect(new Set(keys.map((parts) => storageKey(...parts))).size).toBe(keys.length);
    expect(storageKey("a", "secret")).not.toContain("secret");
  });
});

describe("backoff", () => {
  test("doubles from one second to thirty, never more, never nothing", () => {
    expect([1, 2, 3, 6, 60].map((attempt) => backoffMs(attempt, 0))).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
    expect(backoffMs(1, 0.999)).toBeGreaterThan(499);
  });
});

describe("texts", () => {
  test("the page decides, then the browser; what is not Chinese reads English", () => {
    const chosen = [["zh", "en-US"], ["en", "zh-CN"], [null, "zh-TW"], [null, "fr"]] as const;
    expect(chosen.map(([asked, preferred]) => textsFor(asked, preferred).language)).toEqual(["zh", "en", "zh", "en"]);
  });
});
