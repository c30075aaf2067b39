import { isErrno } from '../../../kernel/errno.ts';
import type { Task } from '../../../kernel/task.ts';
import type { Call } from '../../call.ts';
import { bare, LineReader } from '../../inputs.ts';
import type { EditSettings } from './edit.ts';

export interface Line {
  readonly text: string;
  readonly newline: boolean;
}

/** The lines of sed's files, one after another; where files are edited in place it also puts the new ones there. */
export class LineSource {
  readonly #call: Call;
  readonly #paths: string[];
  readonly #settings: EditSettings;
  #reader: LineReader | undefined;
  #fd = 0;
  #ahead: string | undefined;
  /** The file that the line came from. */
  path = '-';
  number = 0;
  well = true;

  constructor(call: Call, paths: readonly string[], settings: EditSettings) {
    this.#call = call;
    this.#settings = settings;
    this.#paths = paths.length > 0 ? [...paths] : ['-'];
  }

  /** @param written takes what was printed for the file that is left behind */
  *next(written: () => Task<string>): Task<Line | undefined> {
    for (;;) {
      const line = yield* this.#peek();
      if (line !== undefined) {
        this.#ahead = undefined;
        this.number++;
        return { text: bare(line), newline: line.endsWith('\n') || this.#more };
      }
      if (this.#reader !== undefined) yield* this.finish(yield* written());
      if (!(yield* this.#openNext())) return undefined;
    }
  }

  get #more(): boolean {
    return this.#paths.length > 0 && !this.#settings.separate;
  }

  /** Is the present line the last: of its file, or of all? */
  *atEnd(): Task<boolean> {
    for (;;) {
      if ((yield* this.#peek()) !== undefined) return false;
      if (this.#settings.separate || !(yield* this.#openNext())) return true;
    }
  }

  *#peek(): Task<string | undefined> {
    this.#ahead ??= yield* this.#readLine();
    return this.#ahead;
  }

  *#readLine(): Task<string | undefined> {
    try {
      return yield* this.#reader?.next() ?? nothing();
    } catch (error) {
      if (!isErrno(error, 'EISDIR')) throw error;
      yield* this.#complain(this.path, error.message);
      this.#reader = undefined;
      return undefined;
    }
  }

  *#openNext(): Task<boolean> {
    const path = this.#paths.shift();
    if (path === undefined) return false;
    try {
      this.#fd = path === '-' && this.#settings.inPlace === undefined ? 0 : this.#call.sys.open(path);
      this.#reader = new LineReader(this.#call.sys, this.#fd);
      this.path = path;
      if (this.#settings.separate) this.number = 0;
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#reader = undefined;
      yield* this.#complain(path, error.message);
    }
    return true;
  }

  *#complain(path: string, reason: string): Task<void> {
    this.well = false;
    yield* this.#call.warn(this.#settings.unreadable(path, reason));
  }

  /** The present file is done with; in place, `text` and what was not read of it take its place. */
  *finish(text: string): Task<void> {
    const { inPlace } = this.#settings;
    const { sys } = this.#call;
    if (this.#reader === undefined) return;
    if (inPlace === undefined) return;
    let rest = this.#ahead ?? '';
    for (let line = yield* this.#reader.next(); line !== undefined; line = yield* this.#reader.next()) rest += line;
    this.#reader = undefined;
    this.#ahead = undefined;
    sys.close(this.#fd);
    if (inPlace !== '')
      sys.rename(this.path, inPlace.includes('*') ? inPlace.replaceAll('*', this.path) : this.path + inPlace);
    const fd = sys.open(this.path, { write: true, create: true, truncate: true });
    yield* sys.write(fd, text + rest);
    sys.close(fd);
  }
}

function* nothing(): Task<undefined> {
  return undefined;
}
