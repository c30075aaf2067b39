import { isErrno } from '../../../kernel/errno.ts';
import type { System } from '../../../kernel/syscalls.ts';
import type { Task } from '../../../kernel/task.ts';
import type { Failure } from '../../call.ts';
import { RecordReader } from './record-reader.ts';

export interface MainInputActions {
  /** `name=value` stood among the files. */
  assign(name: string, text: string): void;
  began(path: string): void;
  cannotOpen(path: string, reason: string): Failure;
}

/** The records of the files of the command line, or of the standard input. */
export class MainInput {
  readonly #sys: System;
  readonly #operands: string[];
  readonly #actions: MainInputActions;
  #reader: RecordReader | undefined;
  #fd = 0;
  #anyFile = false;

  constructor(sys: System, operands: readonly string[], actions: MainInputActions) {
    this.#sys = sys;
    this.#operands = [...operands];
    this.#actions = actions;
  }

  *next(separator: () => string): Task<string | undefined> {
    for (;;) {
      const record = yield* this.#read(separator());
      if (record !== undefined) return record;
      this.skipFile();
      if (!this.#openNext()) return undefined;
    }
  }

  *#read(separator: string): Task<string | undefined> {
    if (this.#reader === undefined) return undefined;
    return yield* this.#reader.next(separator);
  }

  skipFile(): void {
    if (this.#fd > 2) this.#sys.close(this.#fd);
    this.#fd = 0;
    this.#reader = undefined;
  }

  #openNext(): boolean {
    for (let word = this.#operands.shift(); word !== undefined; word = this.#operands.shift()) {
      const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word);
      if (assignment === null) {
        if (word !== '') return this.#open(word);
      } else this.#actions.assign(assignment[1] as string, assignment[2] as string);
    }
    return this.#anyFile ? false : this.#open('-');
  }

  #open(path: string): boolean {
    this.#anyFile = true;
    try {
      this.#fd = path === '-' ? 0 : this.#sys.open(path);
    } catch (error) {
      throw isErrno(error) ? this.#actions.cannotOpen(path, error.message) : error;
    }
    this.#reader = new RecordReader(this.#sys, this.#fd);
    this.#actions.began(path === '-' ? '' : path);
    return true;
  }
}
