import type { Task } from '../kernel/task.ts';
import { HttpError } from './http-error.ts';
import { type ByteSource, joined } from './stream.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = new Uint8Array(0);

/** Takes lines and counted bytes out of a stream, however its chunks fall. */
export class Reader implements ByteSource {
  readonly #source: ByteSource;
  #buffer: Uint8Array = NOTHING;
  /** The first of these bytes as text, decoded ahead: a head's lines are cut out of one text. */
  #text = '';
  #ended = false;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** How many bytes were received and not yet taken. */
  get buffered(): number {
    return this.#buffer.length;
  }

  /** Waits for at least one byte more than there were; false at the end. */
  *#fill(): Task<boolean> {
    if (this.#ended) return false;
    const chunk = yield* this.#source.read();
    this.#ended = chunk.length === 0;
    this.#buffer = joined([this.#buffer, chunk]);
    return !this.#ended;
  }

  #take(count: number): Uint8Array {
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
    this.#text = this.#text.slice(count);
    return taken;
  }

  /** Whatever comes next, at most `most` bytes; none at the end. */
  *read(most = Number.POSITIVE_INFINITY): Task<Uint8Array> {
    if (this.#buffer.length === 0) yield* this.#fill();
    return this.#take(Math.min(most, this.#buffer.length));
  }

  /**
   * A line without its CR LF (or bare LF, which RFC 9112 §2.2 lets a recipient accept), one character per byte.
   * Undefined when the stream ended before its first byte; throws 400 when it ended inside, 431 beyond `limit` bytes.
   */
  *readLine(limit: number): Task<string | undefined> {
    for (let searched = 0; ; ) {
      const line = this.takeLine(limit, searched);
      if (line !== undefined) return line;
      searched = this.#buffer.length;
      if (yield* this.#fill()) continue;
      if (this.#buffer.length === 0) return undefined;
      throw new HttpError(400);
    }
  }

  /** Such a line where all of it is there already. @param searched so many of the bytes that are there hold no line's end */
  takeLine(limit: number, searched = 0): string | undefined {
    const end = this.#buffer.indexOf(LINE_FEED, searched);
    if (end >= 0 ? end > limit : this.#buffer.length > limit) throw new HttpError(431);
    if (end < 0) return undefined;
    if (end >= this.#text.length) this.#text = latin1(this.#buffer.subarray(0, Math.max(end + 1, AHEAD)));
    const line = this.#text.slice(0, end > 0 && this.#buffer[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
    this.#take(end + 1);
    return line;
  }
}

/** Most heads have fewer bytes. */
const AHEAD = 512;

const PIECE = 4096;
const decoder = new TextDecoder();

/** One character per byte. A decoder of UTF-8 says the same of ASCII, eight times as quickly; of other bytes it makes fewer characters, or U+FFFD. */
function latin1(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  if (text.length === bytes.length && !text.includes('\ufffd')) return text;
  let characters = '';
  for (let from = 0; from < bytes.length; from += PIECE) {
    characters += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  }
  return characters;
}

/** All of `source`, to its end. */
export function* readAll(source: ByteSource): Task<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* source.read();
    if (chunk.length === 0) break;
    chunks.push(chunk);
  }
  return joined(chunks);
}
