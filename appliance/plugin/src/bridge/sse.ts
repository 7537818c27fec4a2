import { UnreachableError } from "./errors";

/** One event of a stream (HTML standard, 9.2). `id` is the last id the stream has named, null where it named none. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
  readonly id: string | null;
}

/** Turns text, cut anywhere, into events. */
export class EventParser {
  private rest = "";
  private afterReturn = false;
  private name = "";
  private data: string[] = [];
  private id: string | null = null;

  push(chunk: string): ServerEvent[] {
    // A CR at the end of one chunk and a LF at the start of the next are one line end.
    const text = this.afterReturn && chunk.startsWith("\n") ? chunk.slice(1) : chunk;
    if (chunk !== "") this.afterReturn = chunk.endsWith("\r");
    const lines = (this.rest + text).split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): ServerEvent[] {
    if (line === "") return this.dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.name = value;
    else if (field === "data") this.data.push(value);
    else if (field === "id" && !value.includes("\0")) this.id = value;
    return [];
  }

  private dispatch(): ServerEvent[] {
    const event = { name: this.name || "message", data: this.data.join("\n"), id: this.id };
    const empty = this.data.length === 0;
    this.name = "";
    this.data = [];
    return empty ? [] : [event];
  }
}

/**
 * The events of a response's body, as they come.
 *
 * @param silenceMs how long the stream may say nothing, not even a comment, before it counts as cut
 * @throws UnreachableError where the connection breaks or falls silent; an end without error just ends the iteration
 */
export async function* readEvents(body: ReadableStream<Uint8Array>, silenceMs: number): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await withinSilence(reader.read(), silenceMs);
      if (done) return;
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    // A stream that broke refuses to be cancelled; it is over all the same.
    reader.cancel().catch(() => undefined);
  }
}

async function withinSilence<T>(reading: Promise<T>, silenceMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new UnreachableError("The stream fell silent.")), silenceMs);
  });
  try {
    return await Promise.race([reading, silence]);
  } catch (error) {
    throw error instanceof UnreachableError ? error : new UnreachableError(String(error));
  } finally {
    clearTimeout(timer);
  }
}
