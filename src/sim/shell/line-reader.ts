import { isErrno } from '../kernel/errno.ts';
import type { System } from '../kernel/syscalls.ts';
import type { Task } from '../kernel/task.ts';
import type { Complete } from './readline/completion.ts';

/** What became of a line: entered (without its newline), given up with ^C, or the input's end. */
export type LineResult =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'eof' };

export interface ReadLineOptions {
  /** Lines entered so far, oldest first; the reader may edit them in place, the shell appends. */
  readonly history: string[];
  readonly complete?: Complete | undefined;
  /** A line of a here-document, in which `!` means nothing. */
  readonly verbatim?: boolean;
}

/** Reads the lines of an interactive shell from its terminal; prints the prompt. */
export interface LineReader {
  readLine(prompt: string, options: ReadLineOptions): Task<LineResult>;
}

/** The terminal's own line discipline: `bash --noediting`, a dumb terminal, input that is no terminal. */
export class CanonicalLineReader implements LineReader {
  readonly #sys: System;
  readonly #fd: number;
  #rest = '';
  readonly #decoder = new TextDecoder();

  constructor(sys: System, fd = 0) {
    this.#sys = sys;
    this.#fd = fd;
  }

  *readLine(prompt: string): Task<LineResult> {
    yield* this.#sys.write(2, prompt);
    for (;;) {
      const newline = this.#rest.indexOf('\n');
      if (newline >= 0) {
        const text = this.#rest.slice(0, newline);
        this.#rest = this.#rest.slice(newline + 1);
        return { kind: 'line', text };
      }
      try {
        const data = yield* this.#sys.read(this.#fd, 4096);
        if (data.length === 0) return this.#end();
        this.#rest += this.#decoder.decode(data, { stream: true });
      } catch (error) {
        if (!isErrno(error, 'EINTR')) throw error;
        this.#rest = '';
        yield* this.#sys.write(2, '\n');
        return { kind: 'interrupted' };
      }
    }
  }

  #end(): LineResult {
    if (this.#rest === '') return { kind: 'eof' };
    const text = this.#rest;
    this.#rest = '';
    return { kind: 'line', text };
  }
}
