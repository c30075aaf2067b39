import type { Task } from '../kernel/task.ts';
import { HeaderMap } from './header-map.ts';
import { HttpError } from './http-error.ts';
import type { Reader } from './reader.ts';

const encoder = new TextEncoder();

/** As Go's DefaultMaxHeaderBytes: the most bytes that the head of a message may have. */
const MAX_HEAD = 1 << 20;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export interface RequestHead {
  readonly method: string;
  /** As on the request line: `/path?query`. */
  readonly target: string;
  /** Of HTTP/1.x. */
  readonly minor: number;
  readonly headers: HeaderMap;
}

export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly minor: number;
  readonly headers: HeaderMap;
}

const encodeHead = (startLine: string, headers: HeaderMap): Uint8Array =>
  encoder.encode(`${startLine}\r\n${headers.lines()}\r\n`);

export const encodeRequestHead = (head: RequestHead): Uint8Array =>
  encodeHead(`${head.method} ${head.target} HTTP/1.${head.minor}`, head.headers);

export const encodeResponseHead = (head: ResponseHead): Uint8Array =>
  encodeHead(`HTTP/1.${head.minor} ${head.status} ${head.reason}`, head.headers);

/** Field lines up to the empty line (RFC 9112 §5); those of a head or of a chunked body's trailer. */
export function* readFields(reader: Reader): Task<HeaderMap> {
  const headers = new HeaderMap();
  let left = MAX_HEAD;
  for (;;) {
    const line = reader.takeLine(left) ?? (yield* reader.readLine(left));
    if (line === undefined) throw new HttpError(400);
    if (line === '') return headers;
    left -= line.length;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    if (colon <= 0) throw new HttpError(400);
    if (!TOKEN.test(name)) throw new HttpError(400, 'invalid header name');
    headers.append(name, line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, ''));
  }
}

const parseRequestLine = (line: string): Omit<RequestHead, 'headers'> => {
  const parts = /^(\S+) (\S+) HTTP\/(\d)\.(\d)$/.exec(line);
  const [, method = '', target = '', major, minor] = parts ?? [];
  if (parts === null || !TOKEN.test(method)) throw new HttpError(400);
  if (major !== '1') throw new HttpError(505, 'unsupported protocol version');
  return { method, target, minor: Number(minor) };
};

/** Undefined when the stream ends before a request begins. Throws {@link HttpError}. */
export function* readRequestHead(reader: Reader): Task<RequestHead | undefined> {
  let line = yield* reader.readLine(MAX_HEAD);
  // An empty line after a previous request's body is to be ignored (RFC 9112 §2.2).
  if (line === '') line = yield* reader.readLine(MAX_HEAD);
  if (line === undefined) return undefined;
  const start = parseRequestLine(line);
  return { ...start, headers: yield* readFields(reader) };
}

/** Throws {@link HttpError} when what comes is no response. */
export function* readResponseHead(reader: Reader): Task<ResponseHead> {
  const line = yield* reader.readLine(MAX_HEAD);
  const parts = /^HTTP\/1\.(\d) (\d{3})(?: (.*))?$/.exec(line ?? '');
  if (parts === null) throw new HttpError(400, line === undefined ? 'EOF' : `malformed HTTP response "${line}"`);
  const [, minor, status, reason = ''] = parts;
  return { status: Number(status), reason, minor: Number(minor), headers: yield* readFields(reader) };
}
