import type { Task } from '../kernel/task.ts';
import type { HeaderMap } from './header-map.ts';
import { HttpError } from './http-error.ts';
import { readFields } from './message.ts';
import type { Reader } from './reader.ts';
import type { ByteSource } from './stream.ts';

const encoder = new TextEncoder();

const NOTHING = new Uint8Array(0);

/** How a body is delimited (RFC 9112 §6): so many bytes, in chunks, or up to the end of the connection. */
export type Framing = { readonly length: number } | 'chunked' | 'close';

/**
 * What the headers say of the body's framing; undefined when they say nothing. Throws 400 for a bad or doubled
 * Content-Length, 501 for a transfer coding other than chunked, as Go's net/http.
 */
export const declaredFraming = (headers: HeaderMap): Framing | undefined => {
  const coding = headers.all('Transfer-Encoding');
  if (coding.length > 0) {
    if (coding.length === 1 && coding[0]?.toLowerCase() === 'chunked') return 'chunked';
    throw new HttpError(501, 'Unsupported transfer encoding');
  }
  const lengths = new Set(headers.all('Content-Length'));
  if (lengths.size === 0) return undefined;
  const [length = ''] = lengths;
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) throw new HttpError(400);
  return { length: Number(length) };
};

export interface Body extends ByteSource {
  /** Has all of it been read, and may another message follow? */
  readonly complete: boolean;
}

class CountedBody implements Body {
  readonly #reader: Reader;
  #left: number;

  constructor(reader: Reader, length: number) {
    this.#reader = reader;
    this.#left = length;
  }

  get complete(): boolean {
    return this.#left === 0;
  }

  *read(): Task<Uint8Array> {
    if (this.#left === 0) return NOTHING;
    const chunk = yield* this.#reader.read(this.#left);
    if (chunk.length === 0) throw new HttpError(400, 'unexpected EOF');
    this.#left -= chunk.length;
    return chunk;
  }
}

/** The chunked coding (RFC 9112 §7.1); chunk extensions and trailer fields are read over. */
class ChunkedBody implements Body {
  readonly #reader: Reader;
  #left = 0;
  #first = true;
  #ended = false;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  get complete(): boolean {
    return this.#ended;
  }

  *read(): Task<Uint8Array> {
    if (this.#ended) return NOTHING;
    if (this.#left === 0) yield* this.#nextChunk();
    if (this.#ended) return NOTHING;
    const chunk = yield* this.#reader.read(this.#left);
    if (chunk.length === 0) throw new HttpError(400, 'unexpected EOF');
    this.#left -= chunk.length;
    return chunk;
  }

  *#nextChunk(): Task<void> {
    if (!this.#first && (yield* this.#reader.readLine(2)) !== '')
      throw new HttpError(400, 'malformed chunked encoding');
    this.#first = false;
    const line = yield* this.#reader.readLine(4096);
    const size = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/.exec(line ?? '')?.[1];
    if (size === undefined) throw new HttpError(400, 'invalid byte in chunk length');
    this.#left = Number.parseInt(size, 16);
    if (this.#left > 0) return;
    yield* readFields(this.#reader);
    this.#ended = true;
  }
}

/** The body that follows a head; reading it to its end leaves `reader` at the next message. */
export const bodyReader = (reader: Reader, framing: Framing): Body => {
  if (framing === 'close') return { complete: false, read: () => reader.read() };
  return framing === 'chunked' ? new ChunkedBody(reader) : new CountedBody(reader, framing.length);
};

const CRLF = encoder.encode('\r\n');

/** `data` as one chunk; it must not be empty, for that would end the body. */
export const encodeChunk = (data: Uint8Array): Uint8Array => {
  const size = encoder.encode(`${data.length.toString(16)}\r\n`);
  const chunk = new Uint8Array(size.length + data.length + CRLF.length);
  chunk.set(size);
  chunk.set(data, size.length);
  chunk.set(CRLF, size.length + data.length);
  return chunk;
};

export const LAST_CHUNK: Uint8Array = encoder.encode('0\r\n\r\n');
