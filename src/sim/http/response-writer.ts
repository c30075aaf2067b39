import type { Task } from '../kernel/task.ts';
import { encodeChunk, LAST_CHUNK } from './body.ts';
import { type HijackedStream, hijackedStream } from './client.ts';
import { httpDate } from './date.ts';
import { HeaderMap } from './header-map.ts';
import { encodeResponseHead, type RequestHead } from './message.ts';
import type { Reader } from './reader.ts';
import { mayHaveBody, reasonPhrase } from './status.ts';
import { type ByteStream, whileConnected } from './stream.ts';

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
    if (!this.started) yield* this.#sendHead(false);
    yield* this.#sendBuffer();
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
    if (!this.started) yield* this.#sendHead(true);
    yield* this.#sendBuffer();
    if (this.#coding === 'chunked') yield* this.#stream.write(LAST_CHUNK);
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

  *#sendHead(complete: boolean): Task<void> {
    if (this.#mustClose()) this.#keepAlive = false;
    if (!mayHaveBody(this.#status)) for (const name of SUPPRESSED) this.headers.delete(name);
    const given = [...this.headers];
    if (this.#options.sortHeaders) given.sort(([a], [b]) => (a < b ? -1 : 1));
    const own = new HeaderMap();
    if (this.#options.now !== undefined && !this.headers.has('Date')) own.set('Date', httpDate(this.#options.now()));
    const lengthGiven = this.headers.has('Content-Length');
    this.#coding = this.#chooseCoding(complete);
    const length = this.headers.get('Content-Length');
    if (!lengthGiven && length !== undefined) own.set('Content-Length', length);
    if (!this.headers.has('Connection')) this.#connectionHeader(own);
    if (this.#coding === 'chunked') own.set('Transfer-Encoding', 'chunked');
    const reason = reasonPhrase(this.#status);
    const { minor } = this.#request;
    yield* this.#stream.write(
      encodeResponseHead({ status: this.#status, reason, minor, headers: new HeaderMap([...given, ...own]) }),
    );
  }

  #connectionHeader(own: HeaderMap): void {
    const modern = this.#request.minor >= 1;
    if (modern && !this.#keepAlive) own.set('Connection', 'close');
    if (!modern && this.#keepAlive) own.set('Connection', 'keep-alive');
  }

  *#sendBuffer(): Task<void> {
    const parts = this.#buffer;
    this.#buffer = [];
    this.#buffered = 0;
    if (this.#isHead) return;
    for (const part of parts) yield* this.#stream.write(this.#coding === 'chunked' ? encodeChunk(part) : part);
  }
}
