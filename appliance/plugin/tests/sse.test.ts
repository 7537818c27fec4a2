import { describe, expect, test } from "vitest";
import { UnreachableError } from "../src/bridge/errors";
import { EventParser, readEvents, type ServerEvent } from "../src/bridge/sse";

const STREAM = 'id: 7\r\nevent: message\r\ndata: {"text":"您好"}\r\n\r\n: ping\r\n\r\nevent: typing\ndata: a\ndata: b\n\ndata: last\r\r';
const EVENTS: ServerEvent[] = [
  { id: "7", name: "message", data: '{"text":"您好"}' },
  { id: "7", name: "typing", data: "a\nb" },
  { id: "7", name: "message", data: "last" },
];

describe("EventParser", () => {
  test("gives the same events however the text is cut", () => {
    for (let size = 1; size <= STREAM.length; size += 1) {
      const parser = new EventParser();
      const events: ServerEvent[] = [];
      for (let at = 0; at < STREAM.length; at += size) events.push(...parser.push(STREAM.slice(at, at + size)));
      expect(events).toEqual(EVENTS);
    }
  });

  test("passes over comments, unknown fields and events without data", () => {
    expect(new EventParser().push(":\n\nevent: x\n\nretry: 5\nfoo\n\n")).toEqual([]);
  });

  test("keeps back an event whose end has not come", () => {
    const parser = new EventParser();
    expect(parser.push("data: half")).toEqual([]);
    expect(parser.push("\n")).toEqual([]);
    expect(parser.push("\n")).toEqual([{ id: null, name: "message", data: "half" }]);
  });
});

describe("readEvents", () => {
  test("joins characters that were cut between two chunks", async () => {
    const bytes = new TextEncoder().encode("data: 柜台\n\n");
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const events: ServerEvent[] = [];
    for await (const event of readEvents(body, 1000)) events.push(event);
    expect(events).toEqual([{ id: null, name: "message", data: "柜台" }]);
  });

  test("says that a broken stream is a connection lost", async () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new TypeError("network error")) });
    await expect(readEvents(body, 1000).next()).rejects.toBeInstanceOf(UnreachableError);
  });

  test("takes silence for a connection lost", async () => {
    await expect(readEvents(new ReadableStream<Uint8Array>(), 1).next()).rejects.toBeInstanceOf(UnreachableError);
  });
});
