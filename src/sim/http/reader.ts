import type { Task } from '../kernel/task.ts';
import { HttpError } from './http-error.ts';
import type { ByteSource } from './stream.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = new Uint8Array(0);

const join = (left: Uint8Array, right: Uint8Array): Uint8Array => {
  if (left.length === 0) return right;
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
};

/** Takes lines and counted bytes out of a stream, however its chunks fall. */
export class Reader implements ByteSource {
  readonly #source: ByteSource;
  #buffer: Uint8Array = NOTHING;
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
    this.#buffer = join(this.#buffer, chunk);
    return !this.#ended;
  }

  #take(count: number): Uint8Array {
    const taken = this.#buffer.subarray(0, count);
    this.#buffer = this.#buffer.subarray(count);
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
    const line = this.#take(end + 1);
    return latin1(line.subarray(0, line[end - 1] === CARRIAGE_RETURN ? end - 1 : end));
  }
}

const PIECE = 4096;

function latin1(bytes: Uint8Array): string {
  if (bytes.length <= PIECE) return String.fromCharCode(...bytes);
  return latin1(bytes.subarray(0, PIECE)) + latin1(bytes.subarray(PIECE));
}

/** All of `source`, to its end. */
export function* readAll(source: ByteSource): Task<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = yield* source.read();
    if (chunk.length === 0) break;
    chunks.push(chunk);
  }
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
