import type { Task } from '../kernel/task.ts';
import { bodyReader, declaredFraming, type Framing } from './body.ts';
import { HttpError } from './http-error.ts';
import { type RequestHead, readRequestHead } from './message.ts';
import { Reader } from './reader.ts';
import { ResponseWriter, type ServerOptions } from './response-writer.ts';
import { reasonPhrase } from './status.ts';
import { type ByteSource, type ByteStream, ConnectionLostError, lossAware } from './stream.ts';

const encoder = new TextEncoder();

/** As Go's maxPostHandlerReadBytes: how much of an unread body is read over to keep the connection. */
const MAX_DRAIN = 256 << 10;

export interface ServerRequest extends RequestHead {
  /** The target's path, still escaped. */
  readonly path: string;
  /** After the `?`, still escaped. */
  readonly query: string;
  readonly body: ByteSource;
  /** Undefined when the body is chunked. */
  readonly contentLength: number | undefined;
}

/** Answers one request. A thrown error closes the connection, and {@link ConnectionLostError} says that it is already lost. */
export type Handler = (request: ServerRequest, response: ResponseWriter) => Task<void>;

/** What every request must obey (RFC 9112 §3.2), in Go's words. */
const checkHead = ({ headers, minor }: RequestHead): void => {
  const hosts = headers.all('Host');
  if (minor >= 1 && hosts.length === 0) throw new HttpError(400, 'missing required Host header');
  if (hosts.length > 1) throw new HttpError(400);
  if (/[^\x21-\x7e]/.test(hosts[0] ?? '')) throw new HttpError(400, 'malformed Host header');
};

const splitTarget = (target: string): { path: string; query: string } => {
  const path = target.replace(/^https?:\/\/[^/?]*/i, '') || '/';
  if (!path.startsWith('/') && path !== '*') throw new HttpError(400);
  const cut = path.indexOf('?');
  return cut < 0 ? { path, query: '' } : { path: path.slice(0, cut), query: path.slice(cut + 1) };
};

/** A request's body, which says `100 Continue` when it is first asked for. */
class RequestBody implements ByteSource {
  readonly #stream: ByteStream;
  readonly #source: ByteSource;
  #expected: boolean;
  #drained = false;

  constructor(stream: ByteStream, source: ByteSource, expected: boolean) {
    this.#stream = stream;
    this.#source = source;
    this.#expected = expected;
  }

  *read(): Task<Uint8Array> {
    if (this.#expected) yield* this.#stream.write(encoder.encode('HTTP/1.1 100 Continue\r\n\r\n'));
    this.#expected = false;
    const chunk = yield* this.#source.read();
    this.#drained = chunk.length === 0;
    return chunk;
  }

  /** Does the client still wait for `100 Continue` before it sends the body? */
  get awaited(): boolean {
    return this.#expected;
  }

  /** Reads over what the handler left; false when that would take too long. */
  *drain(): Task<boolean> {
    let left = MAX_DRAIN;
    try {
      while (!this.#drained && !this.#expected && left > 0) left -= (yield* this.read()).length;
    } catch (error) {
      // The answer has gone out: nothing more is to be said of a body that is broken.
      if (!(error instanceof HttpError)) throw error;
    }
    return this.#drained;
  }
}

const errorResponse = ({ status, detail }: HttpError): Uint8Array => {
  const plain = `${status} ${reasonPhrase(status)}`;
  const line = detail === undefined || status === 501 ? plain : `${plain}: ${detail}`;
  // Only for a transfer coding does Go leave the status out of the text.
  const text = status === 501 && detail !== undefined ? detail : line;
  return encoder.encode(
    `HTTP/1.1 ${line}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${text}`,
  );
};

const UNFULFILLABLE: Handler = function* (_request, response) {
  response.closeAfterwards();
  response.writeHead(417);
};

const isUnfulfillable = (head: RequestHead): boolean =>
  (head.headers.get('Expect') ?? '100-continue').toLowerCase() !== '100-continue';

const requestFraming = (head: RequestHead): Framing => declaredFraming(head.headers) ?? { length: 0 };

/** One request and its answer; may another follow? */
function* serveRequest(stream: ByteStream, reader: Reader, handler: Handler, options: ServerOptions): Task<boolean> {
  const head = yield* readRequestHead(reader);
  if (head === undefined) return false;
  checkHead(head);
  const framing = requestFraming(head);
  const body = new RequestBody(stream, bodyReader(reader, framing), head.headers.hasToken('Expect', '100-continue'));
  const contentLength = typeof framing === 'object' ? framing.length : undefined;
  const response = new ResponseWriter(stream, reader, head, options, () => body.awaited);
  const answer = isUnfulfillable(head) ? UNFULFILLABLE : handler;
  yield* answer({ ...head, ...splitTarget(head.target), body, contentLength }, response);
  yield* response.end();
  return response.keepAlive && (contentLength === 0 || (yield* body.drain()));
}

/**
 * Serves a connection, one request after another, until either side has had enough; closes it. Malformed requests are
 * answered as Go's net/http answers them.
 */
export function* serveConnection(stream: ByteStream, handler: Handler, options: ServerOptions = {}): Task<void> {
  const connection = lossAware(stream);
  const reader = new Reader(connection);
  try {
    while (yield* serveRequest(connection, reader, handler, options));
  } catch (error) {
    if (error instanceof HttpError) yield* answerError(connection, error);
    else if (!(error instanceof ConnectionLostError)) throw error;
  } finally {
    stream.close();
  }
}

function* answerError(connection: ByteStream, error: HttpError): Task<void> {
  try {
    yield* connection.write(errorResponse(error));
  } catch (lost) {
    if (!(lost instanceof ConnectionLostError)) throw lost;
  }
}
