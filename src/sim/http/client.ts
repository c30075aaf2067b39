import type { Task } from '../kernel/task.ts';
import { bodyReader, declaredFraming, type Framing } from './body.ts';
import { HeaderMap } from './header-map.ts';
import { encodeRequestHead, type ResponseHead, readResponseHead } from './message.ts';
import { Reader } from './reader.ts';
import { mayHaveBody } from './status.ts';
import type { ByteSource, ByteStream } from './stream.ts';

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
  readonly body: ByteSource;
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

/** Sends one request and waits for the head of its answer. The caller closes `stream` when it is done with the body. */
export function* request(stream: ByteStream, wanted: Request): Task<Response> {
  const headers = new HeaderMap(wanted.headers);
  if (wanted.body !== undefined) headers.set('Content-Length', String(wanted.body.length));
  yield* stream.write(encodeRequestHead({ method: wanted.method, target: wanted.target, minor: 1, headers }));
  if (wanted.body !== undefined && wanted.body.length > 0) yield* stream.write(wanted.body);
  const reader = new Reader(stream);
  let head = yield* readResponseHead(reader);
  while (head.status < 200 && head.status !== 101) head = yield* readResponseHead(reader);
  const body = bodyReader(reader, responseFraming(wanted.method, head));
  return head.status === 101 ? { ...head, body, upgraded: hijackedStream(stream, reader) } : { ...head, body };
}
