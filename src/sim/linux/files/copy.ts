import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { destination, inDirectory, isDirectory, statOf } from './path.ts';

export interface CopyComplaints {
  cannotStat(path: string, reason: string): string;
  omitting(path: string): string;
  cannotCreate(path: string, reason: string): string;
  sameFile(from: string, to: string): string;
}

/** cp: copies files, and with -r, -R or -a directories. */
export class Copier {
  readonly #call: Call;
  readonly #complaints: CopyComplaints;
  status = 0;

  constructor(call: Call, complaints: CopyComplaints) {
    this.#call = call;
    this.#complaints = complaints;
  }

  get #recursive(): boolean {
    return ['r', 'R', 'a'].some((key) => this.#call.options.has(key));
  }

  *#complain(text: string): Task<void> {
    yield* this.#call.warn(text);
    this.status = 1;
  }

  *copyTo(sources: readonly string[], target: string): Task<void> {
    for (const source of sources) {
      const to = this.#call.options.has('T') ? target : destination(this.#call.sys, source, target);
      yield* this.copy(source, to);
    }
  }

  *copy(from: string, to: string): Task<void> {
    const { sys, options } = this.#call;
    const keepLinks = this.#recursive || options.has('d') || options.has('P');
    try {
      const stat = keepLinks && !options.has('L') ? sys.lstat(from) : sys.stat(from);
      const there = statOf(sys, to);
      if (there?.inode === stat.inode) return yield* this.#complain(this.#complaints.sameFile(from, to));
      if (there !== undefined && options.has('n')) return;
      if (stat.type === 'directory') return yield* this.#directory(from, to, stat.mode);
      yield* this.#file(from, to, stat);
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* this.#complain(this.#complaints.cannotStat(from, error.message));
    }
  }

  *#directory(from: string, to: string, mode: number): Task<void> {
    const { sys } = this.#call;
    if (!this.#recursive) return yield* this.#complain(this.#complaints.omitting(from));
    try {
      if (!isDirectory(sys, to)) sys.mkdir(to, mode);
    } catch (error) {
      if (!isErrno(error)) throw error;
      return yield* this.#complain(this.#complaints.cannotCreate(to, error.message));
    }
    for (const name of sys.readdir(from)) yield* this.copy(inDirectory(from, name), inDirectory(to, name));
  }

  *#file(from: string, to: string, stat: { type: string; mode: number; mtime: number }): Task<void> {
    const { sys, options } = this.#call;
    if (stat.type === 'symlink') {
      if (statOf(sys, to, false) !== undefined) sys.unlink(to);
      sys.symlink(sys.readlink(from), to);
      return;
    }
    const input = sys.open(from);
    let output: number;
    try {
      output = sys.open(to, { write: true, create: true, truncate: true }, stat.mode);
    } catch (error) {
      sys.close(input);
      if (!isErrno(error)) throw error;
      return yield* this.#complain(this.#complaints.cannotCreate(to, error.message));
    }
    for (let chunk = yield* sys.read(input); chunk.length > 0; chunk = yield* sys.read(input))
      yield* sys.write(output, chunk);
    sys.close(input);
    sys.close(output);
    if (options.has('p') || options.has('a')) sys.utimes(to, stat.mtime);
  }
}
