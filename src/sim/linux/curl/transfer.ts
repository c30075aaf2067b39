import { bodyReader, declaredFraming } from '../../http/body.ts';
import { HttpError } from '../../http/http-error.ts';
import { type ResponseHead, readResponseHead } from '../../http/message.ts';
import { mayHaveBody } from '../../http/status.ts';
import type { ByteSource } from '../../http/stream.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { concatBytes } from '../../kernel/wire/bytes.ts';
import { type Connection, type End, keyOf, type Opening, openConnection, type Say } from './connection.ts';
import { CurlFailure } from './failure.ts';
import type { Meter } from './meter.ts';
import { type CurlRequest, type RequestSettings, requestFor } from './request.ts';
import { type CurlUrl, parseCurlUrl, resolveLocation } from './url.ts';

const MOST_REDIRECTS = 50;
const encoder = new TextEncoder();

/** What is known of a transfer, while it runs and afterwards; times in µs from its start. */
export interface Outcome {
  /** As it was given, and as it was asked in the end. */
  readonly asked: string;
  url: string;
  scheme: string;
  method: string;
  status: number;
  minor: number | undefined;
  contentType: string | undefined;
  /** What the length of the body is said to be. */
  length: number | undefined;
  received: number;
  uploaded: number;
  headerSize: number;
  headerCount: number;
  requestSize: number;
  connects: number;
  redirects: number;
  redirect: string | undefined;
  local: End | undefined;
  remote: End | undefined;
  file: string | undefined;
  failure: CurlFailure | undefined;
  readonly times: { lookup: number; connect: number; first: number; total: number };
}

export const newOutcome = (asked: string): Outcome => ({
  asked,
  url: asked,
  scheme: '',
  method: 'GET',
  status: 0,
  minor: undefined,
  contentType: undefined,
  length: undefined,
  received: 0,
  uploaded: 0,
  headerSize: 0,
  headerCount: 0,
  requestSize: 0,
  connects: 0,
  redirects: 0,
  redirect: undefined,
  local: undefined,
  remote: undefined,
  file: undefined,
  failure: undefined,
  times: { lookup: 0, connect: 0, first: 0, total: 0 },
});

/** Where what comes is put, and how much is told on the way. */
export interface TransferSettings {
  readonly request: RequestSettings;
  readonly follow: boolean;
  readonly failOnError: boolean;
  readonly steer: Opening['steer'];
  readonly asIs: boolean;
  readonly unixSocket: string | undefined;
  readonly family: 'inet' | 'inet6' | undefined;
  /** -v: lines that begin with `*`, and with `>` and `<`. */
  readonly say: Say;
  readonly show: (mark: '>' | '<', line: string) => Task<void>;
  /** -v where the data itself is not on the screen: `{ [121 bytes data]`. */
  readonly dataShown: (mark: '{' | '}', bytes: number) => Task<void>;
  readonly header: (bytes: Uint8Array) => Task<void>;
  readonly body: (bytes: Uint8Array) => Task<void>;
  readonly meter: Meter | undefined;
}

/** Transfers of one command line, one after the other, over as few connections as possible. */
export class Transfers {
  readonly #sys: System;
  #idle: Connection | undefined;
  #opened = 0;

  constructor(sys: System) {
    this.#sys = sys;
  }

  /** Fetches `outcome.asked`, and what it redirects to. Throws {@link CurlFailure}. */
  *fetch(settings: TransferSettings, outcome: Outcome): Task<void> {
    const start = this.#sys.monotonic();
    let url = parseCurlUrl(outcome.asked, settings.asIs);
    for (let redirected = false; ; redirected = true) {
      const next = yield* this.#once(settings, outcome, url, redirected, start);
      if (next === undefined) return;
      if (!settings.follow) {
        outcome.redirect = next;
        return;
      }
      if (++outcome.redirects > MOST_REDIRECTS)
        throw new CurlFailure(47, `Maximum (${MOST_REDIRECTS}) redirects followed`);
      yield* settings.say(`Issue another request to this URL: '${next}'`);
      url = parseCurlUrl(next, settings.asIs);
    }
  }

  *#once(
    settings: TransferSettings,
    outcome: Outcome,
    url: CurlUrl,
    redirected: boolean,
    start: number,
  ): Task<string | undefined> {
    Object.assign(outcome, { url: url.text, scheme: url.scheme });
    const request = requestFor(settings.request, url, redirected);
    outcome.method = request.method;
    const connection = yield* this.#connection(settings, outcome, url, start);
    let kept = false;
    try {
      yield* this.#send(settings, outcome, connection, request);
      const head = yield* this.#head(settings, outcome, connection);
      outcome.times.first = this.#sys.monotonic() - start;
      const location = head.status >= 300 && head.status < 400 ? head.headers.get('Location') : undefined;
      yield* this.#body(settings, outcome, connection, head, request.method, location !== undefined);
      kept = head.minor > 0 && !head.headers.hasToken('Connection', 'close') && isFramed(head);
      yield* this.#leave(settings, connection, kept, url);
      return location === undefined ? undefined : resolveLocation(url, location);
    } catch (error) {
      if (!kept) this.#sys.close(connection.fd);
      throw error;
    }
  }

  *#connection(settings: TransferSettings, outcome: Outcome, url: CurlUrl, start: number): Task<Connection> {
    const { say, unixSocket, family, meter, steer } = settings;
    const idle = this.#idle;
    this.#idle = undefined;
    if (idle?.key === keyOf(url, unixSocket)) {
      yield* say(`Reusing existing http: connection with host ${url.host}`);
      Object.assign(outcome, { local: idle.local, remote: idle.remote });
      return idle;
    }
    if (idle) this.#sys.close(idle.fd);
    const resolved = (): void => {
      outcome.times.lookup = this.#sys.monotonic() - start;
    };
    const opening = { sys: this.#sys, url, unixSocket, family, number: this.#opened++, say, resolved, steer };
    const connection = yield* openConnection(opening);
    outcome.connects++;
    outcome.times.connect = this.#sys.monotonic() - start;
    Object.assign(outcome, { local: connection.local, remote: connection.remote });
    yield* meter?.begin(start) ?? nothing();
    yield* say('using HTTP/1.x');
    return connection;
  }

  *#send(
    { show, say, dataShown }: TransferSettings,
    outcome: Outcome,
    { fd }: Connection,
    { lines, body }: CurlRequest,
  ): Task<void> {
    const head = encoder.encode([...lines, '', ''].join('\r\n'));
    outcome.requestSize += head.length;
    for (const line of [...lines, '']) yield* show('>', line);
    yield* this.#sys.write(fd, body ? concatBytes(head, body) : head);
    if (body === undefined) {
      yield* say('Request completely sent off');
      return;
    }
    outcome.uploaded += body.length;
    yield* dataShown('}', body.length);
    yield* say(`upload completely sent off: ${body.length} bytes`);
  }

  *#head({ show, say, header }: TransferSettings, outcome: Outcome, { reader }: Connection): Task<ResponseHead> {
    for (;;) {
      const head = yield* responseHead(() => readResponseHead(reader));
      if (head.minor === 0 && !head.headers.hasToken('Connection', 'keep-alive'))
        yield* say('HTTP 1.0, assume close after body');
      const first = `HTTP/1.${head.minor} ${head.status} ${head.reason}`;
      const lines = [first, ...[...head.headers].map(([name, value]) => `${name}: ${value}`), ''];
      for (const line of lines) {
        yield* show('<', line);
        const bytes = encoder.encode(`${line}\r\n`);
        outcome.headerSize += bytes.length;
        yield* header(bytes);
      }
      outcome.headerCount += lines.length - 2;
      if (head.status < 200) continue;
      Object.assign(outcome, { status: head.status, minor: head.minor, received: 0 });
      outcome.contentType = head.headers.get('Content-Type');
      return head;
    }
  }

  *#body(
    settings: TransferSettings,
    outcome: Outcome,
    { reader }: Connection,
    head: ResponseHead,
    method: string,
    redirects: boolean,
  ): Task<void> {
    if (settings.failOnError && head.status >= 400) {
      const message = `The requested URL returned error: ${head.status}`;
      yield* settings.say(message);
      throw new CurlFailure(22, message);
    }
    const empty = method === 'HEAD' || !mayHaveBody(head.status);
    const framing = empty ? { length: 0 } : (declaredFraming(head.headers) ?? 'close');
    outcome.length = typeof framing === 'object' ? framing.length : undefined;
    const ignored = redirects && settings.follow;
    if (ignored && !empty) yield* settings.say('Ignoring the response-body');
    if (ignored && outcome.length) yield* settings.say('setting size while ignoring');
    const source = bodyReader(reader, framing);
    for (let first = true; ; first = false) {
      const data = yield* bodyPiece(source, outcome);
      if (data.length === 0) return;
      if (first && !ignored) yield* settings.dataShown('{', data.length);
      outcome.received += ignored ? 0 : data.length;
      if (!ignored) yield* settings.body(data);
    }
  }

  *#leave({ say }: TransferSettings, connection: Connection, kept: boolean, url: CurlUrl): Task<void> {
    if (kept) {
      yield* say(`Connection #${connection.number} to host ${url.host}:${url.port} left intact`);
      this.#idle = connection;
    } else {
      yield* say(`shutting down connection #${connection.number}`);
      this.#sys.close(connection.fd);
    }
  }

  close(): void {
    if (this.#idle) this.#sys.close(this.#idle.fd);
  }
}

function* nothing(): Task<void> {}

/** Has the body an end that does not end the connection? */
const isFramed = ({ status, headers }: ResponseHead): boolean =>
  !mayHaveBody(status) || headers.has('Content-Length') || headers.has('Transfer-Encoding');

/** Reads a head; what is none is said in curl's words. */
function* responseHead(read: () => Task<ResponseHead>): Task<ResponseHead> {
  try {
    return yield* read();
  } catch (error) {
    if (error instanceof HttpError && error.detail === 'EOF') throw new CurlFailure(52, 'Empty reply from server');
    if (error instanceof HttpError) throw new CurlFailure(1, 'Received HTTP/0.9 when not allowed');
    if (isErrno(error, 'ECONNRESET')) throw new CurlFailure(56, 'Recv failure: Connection reset by peer');
    throw error;
  }
}

function* bodyPiece(source: ByteSource, { length, received }: Outcome): Task<Uint8Array> {
  try {
    return yield* source.read();
  } catch (error) {
    if (isErrno(error, 'ECONNRESET')) throw new CurlFailure(56, 'Recv failure: Connection reset by peer');
    if (!(error instanceof HttpError)) throw error;
    const missing = (length ?? 0) - received;
    throw new CurlFailure(
      18,
      length === undefined ? 'transfer closed' : `end of response with ${missing} bytes missing`,
    );
  }
}
