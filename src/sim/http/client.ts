import type { Task } from '../kernel/task.ts';
import { type Body, bodyReader, declaredFraming, type Framing } from './body.ts';
import { HeaderMap } from './header-map.ts';
import { encodeRequestHead, type ResponseHead, readResponseHead } from './message.ts';
import { Reader } from './reader.ts';
import { mayHaveBody } from './status.ts';
import { type ByteStream, joined } from './stream.ts';

export interface Request {
  readonly method: string;
  /** `/path?query`, escaped. */
  readonly target: string;
  /** As they go out; `Host` is the caller's. Content-Length is added where there is a body. */
  readonly headers: Iterable<readonly [string, string]>;
  readonly body?: Uint8Array;
}

/** A stream taken over from HTTP, with what had already been received after the head. */
export interface HijackedStream extends ByteStream {
  /** Can `read` give something without asking the connection? */
  readonly buffered: boolean;
}

export interface Response extends ResponseHead {
  /** In pieces, as they arrive; throws {@link HttpError} where it is cut short. */
  readonly body: Body;
  /** After `101`: the connection itself, which is no longer HTTP. */
  readonly upgraded?: HijackedStream;
}

/** A response's framing (RFC 9112 §6.3). */
const responseFraming = (method: string, head: ResponseHead): Framing => {
  if (method === 'HEAD' || !mayHaveBody(head.status)) return { length: 0 };
  return declaredFraming(head.headers) ?? 'close';
};

/** The connection `stream` after HTTP has let go of it, read through `reader`, which may hold bytes already received. */
export const hijackedStream = (stream: ByteStream, reader: Reader): HijackedStream => ({
  get buffered() {
    return reader.buffered > 0;
  },
  read: () => reader.read(),
  write: (data) => stream.write(data),
  close: () => stream.close(),
  closeWrite: () => stream.closeWrite?.(),
  peer: stream.peer,
});

/** A connection on which one request may follow another. */
export class Connection {
  readonly #stream: ByteStream;
  readonly #reader: Reader;
  #last: Response | undefined;

  constructor(stream: ByteStream) {
    this.#stream = stream;
    this.#reader = new Reader(stream);
  }

  /** May another request be sent: has all of the last answer been read, and does the server keep the connection? */
  get idle(): boolean {
    if (this.#last === undefined) return true;
    const { body, headers, minor, upgraded } = this.#last;
    return body.complete && upgraded === undefined && minor >= 1 && !headers.hasToken('Connection', 'close');
  }

  /** Sends a request and waits for the head of its answer. The caller closes the stream when it is done with it. */
  *request({ method, target, headers: given, body: content }: Request): Task<Response> {
    const headers = new HeaderMap(given);
    if (content !== undefined) headers.set('Content-Length', String(content.length));
    const head = encodeRequestHead({ method, target, minor: 1, headers });
    yield* this.#stream.write(content === undefined ? head : joined([head, content]));
    this.#last = yield* this.#answer(method);
    return this.#last;
  }

  *#answer(method: string): Task<Response> {
    let head = yield* readResponseHead(this.#reader);
    while (head.status < 200 && head.status !== 101) head = yield* readResponseHead(this.#reader);
    const body = bodyReader(this.#reader, responseFraming(method, head));
    if (head.status !== 101) return { ...head, body };
    return { ...head, body, upgraded: hijackedStream(this.#stream, this.#reader) };
  }
}
