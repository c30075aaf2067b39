import { isErrno } from '../../kernel/errno.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { concatBytes } from '../../kernel/wire/bytes.ts';
import { Failure } from '../call.ts';

/** What stdio gathers before it writes to what is no terminal. */
const BLOCK = 4096;
/** S_ERR_ND_WRITE_FILE */
const WRITE_FAILED = 14;

/** A stream of stdio: written by blocks, or (`eager`) as it comes. */
export class Output {
  readonly #sys: System;
  readonly #fd: number;
  readonly #eager: boolean;
  #pending: Uint8Array[] = [];
  #size = 0;

  constructor(sys: System, fd: number, eager: boolean) {
    this.#sys = sys;
    this.#fd = fd;
    this.#eager = eager;
  }

  *write(data: string | Uint8Array): Task<void> {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    this.#pending.push(bytes);
    this.#size += bytes.length;
    if (this.#eager) yield* this.flush();
    else if (this.#size >= BLOCK) yield* this.#emit(this.#size - (this.#size % BLOCK));
  }

  flush(): Task<void> {
    return this.#emit(this.#size);
  }

  *#emit(count: number): Task<void> {
    const all = concatBytes(...this.#pending);
    this.#pending = [all.subarray(count)];
    this.#size = all.length - count;
    if (count === 0) return;
    try {
      yield* this.#sys.write(this.#fd, all.subarray(0, count));
    } catch (error) {
      throw isErrno(error) ? new Failure(`Unable to write output: ${error.message}`, WRITE_FAILED) : error;
    }
  }
}
