import type { System } from '../../../kernel/syscalls.ts';
import type { Task } from '../../../kernel/task.ts';
import { awkRegex } from './expressions.ts';

/** Reads records as they come, by RS: a character, a regular expression, or '' for paragraphs. */
export class RecordReader {
  readonly #sys: System;
  readonly #fd: number;
  readonly #decoder = new TextDecoder();
  #text = '';
  #ended = false;

  constructor(sys: System, fd: number) {
    this.#sys = sys;
    this.#fd = fd;
  }

  /** The next record without its end; undefined where there is none. */
  *next(separator: string): Task<string | undefined> {
    for (;;) {
      if (separator === '') this.#text = this.#text.replace(/^\n+/, '');
      const end = this.#end(separator);
      if (end !== undefined) {
        const record = this.#text.slice(0, end.from);
        this.#text = this.#text.slice(end.to);
        return record;
      }
      if (this.#ended) return this.#rest(separator);
      const chunk = yield* this.#sys.read(this.#fd);
      this.#ended = chunk.length === 0;
      this.#text += this.#decoder.decode(chunk, { stream: !this.#ended });
    }
  }

  #rest(separator: string): string | undefined {
    const rest = separator === '' ? this.#text.replace(/\n$/, '') : this.#text;
    this.#text = '';
    return rest === '' ? undefined : rest;
  }

  /** Where the record ends and the next begins. What could go on in bytes still to come is no end yet. */
  #end(separator: string): { from: number; to: number } | undefined {
    if (separator.length === 1) {
      const from = this.#text.indexOf(separator);
      return from < 0 ? undefined : { from, to: from + 1 };
    }
    const regex = separator === '' ? /\n\n+/g : awkRegex(separator, 1);
    regex.lastIndex = 0;
    const match = regex.exec(this.#text);
    if (match === null || match[0] === '') return undefined;
    const to = match.index + match[0].length;
    return to < this.#text.length || this.#ended ? { from: match.index, to } : undefined;
  }
}
