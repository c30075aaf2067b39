import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import type { JqArguments } from './arguments.ts';
import { JsonReader } from './json-reader.ts';
import type { Json } from './value.ts';

/** The values of jq's input, as they come: of files one after another, or of the standard input. */
export class Source {
  readonly #call: Call;
  readonly #flags: ReadonlySet<string>;
  readonly #paths: string[];
  readonly #reader = new JsonReader();
  readonly #decoder = new TextDecoder();
  readonly #name: string;
  readonly #queue: Json[] = [];
  #fd: number | undefined;
  #ended = false;
  #text = '';
  #slurped = false;
  /** 2 where a file could not be opened. */
  status = 0;

  constructor(call: Call, { files, flags }: JqArguments) {
    this.#call = call;
    this.#flags = flags;
    this.#paths = files.length > 0 ? [...files] : ['-'];
    this.#name = files.at(-1) ?? '<stdin>';
  }

  /** Where in the input the last value was: « <stdin>:1 ». */
  get place(): string {
    return this.#flags.has('null-input') ? '<unknown>' : `${this.#name}:${this.#reader.line}`;
  }

  /** A value that is here already: what `input` may take. */
  take(): Json | undefined {
    return this.#queue.shift();
  }

  /** Reads all that there is, so that `input` need not wait: only where it is asked for. */
  *readAll(): Task<void> {
    for (let value = yield* this.#read(); value !== undefined; value = yield* this.#read()) this.#queue.push(value);
  }

  *next(): Task<Json | undefined> {
    const waiting = this.take();
    return waiting === undefined ? yield* this.#read() : waiting;
  }

  *#read(): Task<Json | undefined> {
    if (this.#flags.has('raw-input')) return yield* this.#raw();
    if (this.#flags.has('slurp')) return yield* this.#slurp();
    return yield* this.#value();
  }

  *#value(): Task<Json | undefined> {
    for (;;) {
      const value = this.#reader.next();
      if (value !== undefined || this.#ended) return value;
      this.#reader.feed(yield* this.#chunk());
    }
  }

  *#slurp(): Task<Json | undefined> {
    if (this.#slurped) return undefined;
    this.#slurped = true;
    const values: Json[] = [];
    for (let value = yield* this.#value(); value !== undefined; value = yield* this.#value()) values.push(value);
    return values;
  }

  /** Lines as texts, or with -s the whole as one. */
  *#raw(): Task<Json | undefined> {
    const whole = this.#flags.has('slurp');
    while (!this.#ended && (whole || !this.#text.includes('\n'))) this.#text += (yield* this.#chunk()) ?? '';
    if (whole) {
      if (this.#slurped) return undefined;
      this.#slurped = true;
      return this.#text;
    }
    if (this.#text === '') return undefined;
    const end = this.#text.indexOf('\n');
    const line = end < 0 ? this.#text : this.#text.slice(0, end);
    this.#text = end < 0 ? '' : this.#text.slice(end + 1);
    return line;
  }

  /** More of the text; undefined at the end of the last file. */
  *#chunk(): Task<string | undefined> {
    for (;;) {
      if (this.#fd === undefined && !(yield* this.#open())) {
        this.#ended = true;
        return undefined;
      }
      if (this.#fd === undefined) continue;
      const bytes = yield* this.#bytes(this.#fd);
      if (bytes.length > 0) return this.#decoder.decode(bytes, { stream: true });
      if (this.#fd !== 0) this.#call.sys.close(this.#fd);
      this.#fd = undefined;
    }
  }

  /** A directory can be opened, but not read. */
  *#bytes(fd: number): Task<Uint8Array> {
    try {
      return yield* this.#call.sys.read(fd);
    } catch (error) {
      if (!isErrno(error, 'EISDIR')) throw error;
      this.status = 2;
      yield* this.#call.warn(`error: ${error.message}`);
      return new Uint8Array();
    }
  }

  /** False where no file is left. */
  *#open(): Task<boolean> {
    const path = this.#paths.shift();
    if (path === undefined) return false;
    try {
      this.#fd = path === '-' ? 0 : this.#call.sys.open(path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.status = 2;
      yield* this.#call.warn(`error: Could not open file ${path}: ${error.message}`);
    }
    return true;
  }
}
