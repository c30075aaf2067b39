import { HttpError } from '../http/http-error.ts';
import { readAll } from '../http/reader.ts';
import type { ResponseWriter } from '../http/response-writer.ts';
import type { ServerRequest } from '../http/server.ts';
import type { Task } from '../kernel/task.ts';
import { parsePlatform } from '../platform.ts';
import { olderThan } from './api-version.ts';
import { invalidParameter, messageOf } from './engine-error.ts';
import { type Filters, parseFilters } from './filters.ts';
import { decodeGo, JsonTypeError } from './go-decode.ts';
import { encodeJson } from './json.ts';
import { firstValue, JsonSyntaxError } from './json-syntax.ts';

const decoder = new TextDecoder();

const FALSE: ReadonlySet<string> = new Set(['', '0', 'no', 'false', 'none']);

/** Go's url.ParseQuery, as far as it refuses anything. */
const parseForm = (query: string): URLSearchParams => {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(query);
  if (bad !== null) throw invalidParameter(`invalid URL escape "${bad[0]}"`);
  return new URLSearchParams(query);
};

/** One call of the API: its request decoded as moby's httputils do, its answer written likewise. */
export class Call {
  readonly request: ServerRequest;
  readonly response: ResponseWriter;
  /** The path's variables, unescaped. */
  readonly name: string;
  /** The API version asked for, as `1.51`. */
  readonly version: string;
  readonly #form: URLSearchParams;

  constructor(request: ServerRequest, response: ResponseWriter, name: string, version: string) {
    this.request = request;
    this.response = response;
    this.name = name;
    this.version = version;
    this.#form = parseForm(request.query);
  }

  /** Is the client's API older than `version`? */
  before(version: string): boolean {
    return olderThan(this.version, version);
  }

  /** A query parameter, empty when it is absent. */
  text(name: string): string {
    return this.#form.get(name) ?? '';
  }

  /** All values of a query parameter that may be given several times. */
  texts(name: string): string[] {
    return this.#form.getAll(name);
  }

  bool(name: string): boolean {
    return !FALSE.has(this.text(name).trim().toLowerCase());
  }

  /** A whole number; undefined when absent. Its error is no errdefs one in moby either, hence a 500. */
  int(name: string): number | undefined {
    const text = this.text(name);
    if (text === '') return undefined;
    if (!/^[+-]?\d+$/.test(text)) throw new Error(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
    return Number(text);
  }

  /** A Unix time, checked as moby's ParseTimestamps; its error is no errdefs one, hence a 500. */
  timestamp(name: string): string {
    const text = this.text(name);
    const bad = text === '' ? undefined : text.split('.', 2).find((part) => !/^[+-]?\d+$/.test(part));
    if (bad !== undefined) throw new Error(`strconv.ParseInt: parsing ${JSON.stringify(bad)}: invalid syntax`);
    return text;
  }

  /** moby's Uint32Value, with what it says of a bad `what`. */
  uint32(name: string, what: string): number {
    const text = this.text(name);
    const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= 0 && number < 2 ** 32) return number;
    const reason = Number.isNaN(number) ? 'invalid syntax' : 'value out of range';
    throw invalidParameter(`invalid ${what} ${JSON.stringify(text)}: ${reason}`);
  }

  /** The platform asked for, in its usual words; empty when absent. */
  platform(): string {
    try {
      return parsePlatform(this.text('platform'));
    } catch (error) {
      throw invalidParameter(messageOf(error));
    }
  }

  filters(): Filters {
    return parseFilters(this.text('filters'));
  }

  /** The body as JSON, an empty object when there is none. `type` is its name in Go (go-types.ts), and `T` what that is here. */
  *json<T extends object>(type: string): Task<Partial<T>> {
    this.requireJson();
    if (this.request.contentLength === 0) return {};
    return decodeJson<Partial<T>>(yield* this.body(), type) ?? {};
  }

  /** All of the body. One that is cut short or badly coded breaks the JSON that it was to hold. */
  *body(): Task<Uint8Array> {
    try {
      return yield* readAll(this.request.body);
    } catch (error) {
      throw error instanceof HttpError ? invalidParameter(`invalid JSON: ${error.detail ?? error.message}`) : error;
    }
  }

  /** Reads over a body of known length that nobody asked for, lest it be taken for what follows on the connection. */
  *skipBody(): Task<void> {
    if (this.request.contentLength) yield* readAll(this.request.body);
  }

  /** Throws unless the body, if any, says that it is JSON. */
  requireJson(): void {
    const type = this.request.headers.get('Content-Type') ?? '';
    if (type === '' && this.request.contentLength === 0) return;
    const media = type.split(';')[0]?.trim().toLowerCase();
    if (media === '') throw invalidParameter(`malformed Content-Type header (${type}): mime: no media type`);
    if (media !== 'application/json') {
      throw invalidParameter(`unsupported Content-Type header (${type}): must be 'application/json'`);
    }
  }

  /** Answers with `value` as JSON. */
  *reply(value: unknown, status = 200): Task<void> {
    this.response.headers.set('Content-Type', 'application/json');
    this.response.writeHead(status);
    yield* this.response.write(encodeJson(value));
  }

  /** Answers without a body. */
  done(status = 204): void {
    this.response.writeHead(status);
  }
}

/** `body`'s JSON as Go would decode it into `type`; undefined for null. Throws a 400 in Go's words. */
export const decodeJson = <T extends object>(body: Uint8Array, type: string): T | undefined => {
  const text = decoder.decode(body);
  if (text.trim() === '') throw invalidParameter('invalid JSON: got EOF while reading request body');
  const { value, more } = inGosWords(() => firstValue(text));
  const decoded = inGosWords(() => decodeGo(value, type));
  if (more) throw invalidParameter('unexpected content after JSON');
  return decoded as T | undefined;
};

const inGosWords = <T>(decode: () => T): T => {
  try {
    return decode();
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof JsonTypeError) {
      throw invalidParameter(`invalid JSON: ${error.message}`);
    }
    throw error;
  }
};
