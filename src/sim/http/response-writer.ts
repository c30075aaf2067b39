import type { Task } from '../kernel/task.ts';
import { encodeChunk, LAST_CHUNK } from './body.ts';
import { type HijackedStream, hijackedStream } from './client.ts';
import { httpDate } from './date.ts';
import { HeaderMap } from './header-map.ts';
import { encodeResponseHead, type RequestHead } from './message.ts';
import type { Reader } from './reader.ts';
import { mayHaveBody, reasonPhrase } from './status.ts';
import { type ByteStream, joined, whileConnected } from './stream.ts';

/** As Go's bufferBeforeChunkingSize: a body that ends within so many bytes goes out with its length. */
const BUFFER_SIZE = 2048;

/** What makes no sense without a body (Go's suppressedHeaders). */
const SUPPRESSED = ['Content-Type', 'Content-Length', 'Transfer-Encoding'];

export interface ServerOptions {
  /** CLOCK_REALTIME, µs since 1970, for the Date header; without it there is none. */
  readonly now?: () => number;
  /** Go's net/http sends header fields in alphabetical order; others as they were set. */
  readonly sortHeaders?: boolean;
}

const NOTHING: Uint8Array = new Uint8Array(0);

type Coding = 'none' | 'length' | 'chunked' | 'close';

/** A server's answer to one request, behaving as Go's http.ResponseWriter: `headers` first, then writes. */
export class ResponseWriter {
  readonly headers = new HeaderMap();
  readonly #stream: ByteStream;
  readonly #reader: Reader;
  readonly #request: RequestHead;
  readonly #options: ServerOptions;
  readonly #mustClose: () => boolean;
  #status = 200;
  #coding: Coding | undefined;
  #buffer: Uint8Array[] = [];
  #buffered = 0;
  #hijacked = false;
  #keepAlive: boolean;

  /** @param mustClose asked as the head goes out: is the connection of no more use, whatever the headers say? */
  constructor(
    stream: ByteStream,
    reader: Reader,
    request: RequestHead,
    options: ServerOptions,
    mustClose: () => boolean,
  ) {
    this.#stream = stream;
    this.#reader = reader;
    this.#request = request;
    this.#options = options;
    this.#mustClose = mustClose;
    const { headers, minor } = request;
    this.#keepAlive =
      minor >= 1 ? !headers.hasToken('Connection', 'close') : headers.hasToken('Connection', 'keep-alive');
  }

  get hijacked(): boolean {
    return this.#hijacked;
  }

  /** May another request follow on the connection? */
  get keepAlive(): boolean {
    return this.#keepAlive;
  }

  /** Ends the connection after this answer. */
  closeAfterwards(): void {
    this.#keepAlive = false;
  }

  /** Has the head gone out, so that the status can no longer change? */
  get started(): boolean {
    return this.#coding !== undefined;
  }

  writeHead(status: number): void {
    if (!this.started) this.#status = status;
  }

  *write(data: Uint8Array): Task<void> {
    if (data.length === 0 || !mayHaveBody(this.#status)) return;
    this.#buffer.push(data);
    this.#buffered += data.length;
    if (this.started || this.#buffered > BUFFER_SIZE) yield* this.flush();
  }

  /** Sends the head and what was written up to now. */
  *flush(): Task<void> {
    yield* this.#send(this.started ? NOTHING : this.#head(false));
  }

  /** Does `task` for as long as the client is there, even if it only listens where `both`; then throws {@link ConnectionLostError}. */
  whileConnected<T>(task: Task<T>, both = false): Task<T> {
    return whileConnected(this.#stream, task, both);
  }

  /** Takes the connection over; nothing of HTTP is sent any more. It is closed when the handler returns. */
  hijack(): HijackedStream {
    this.#hijacked = true;
    this.#keepAlive = false;
    return hijackedStream(this.#stream, this.#reader);
  }

  /** Completes the answer; for the server, once the handler has returned. */
  *end(): Task<void> {
    if (this.#hijacked) return;
    const head = this.started ? NOTHING : this.#head(true);
    yield* this.#send(head, this.#coding === 'chunked' ? LAST_CHUNK : NOTHING);
  }

  get #isHead(): boolean {
    return this.#request.method === 'HEAD';
  }

  /** @param complete is all of the body in the buffer? */
  #chooseCoding(complete: boolean): Coding {
    if (!mayHaveBody(this.#status)) return 'none';
    // An answer to HEAD tells the length that is known, and sends nothing of it.
    if (this.#isHead) {
      if (complete && this.#buffered > 0) this.#setLength();
      return 'none';
    }
    if (this.headers.has('Content-Length')) return 'length';
    if (complete) {
      this.#setLength();
      return 'length';
    }
    if (this.#request.minor >= 1) return 'chunked';
    this.#keepAlive = false;
    return 'close';
  }

  #setLength(): void {
    if (!this.headers.has('Content-Length')) this.headers.set('Content-Length', String(this.#buffered));
  }

  /** The head as it goes out: the handler's fields, then those that are the server's own to add. */
  #head(complete: boolean): Uint8Array {
    if (this.#mustClose()) this.#keepAlive = false;
    const { headers } = this;
    const { minor } = this.#request;
    if (!mayHaveBody(this.#status)) for (const name of SUPPRESSED) headers.delete(name);
    if (this.#options.sortHeaders) headers.sort();
    if (this.#options.now !== undefined && !headers.has('Date')) headers.append('Date', httpDate(this.#options.now()));
    this.#coding = this.#chooseCoding(complete);
    if (!headers.has('Connection')) this.#connectionHeader();
    if (this.#coding === 'chunked') headers.set('Transfer-Encoding', 'chunked');
    return encodeResponseHead({ status: this.#status, reason: reasonPhrase(this.#status), minor, headers });
  }

  #connectionHeader(): void {
    const modern = this.#request.minor >= 1;
    if (modern && !this.#keepAlive) this.headers.append('Connection', 'close');
    if (!modern && this.#keepAlive) this.headers.append('Connection', 'keep-alive');
  }

  /** Writes all that waits at once, as through Go's buffered writer. */
  *#send(head: Uint8Array, last = NOTHING): Task<void> {
    const parts = this.#isHead ? [] : this.#buffer;
    this.#buffer = [];
    this.#buffered = 0;
    const coded = this.#coding === 'chunked' ? parts.map(encodeChunk) : parts;
    const all = joined([head, ...coded, last]);
    if (all.length > 0) yield* this.#stream.write(all);
  }
}
