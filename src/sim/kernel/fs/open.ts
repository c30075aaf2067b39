import { Errno } from '../errno.ts';
import type { OpenFile } from '../file.ts';
import type { OpenFlags, Stat } from '../syscalls.ts';
import { type Task, WaitQueue } from '../task.ts';
import type { GeneratedFile, RegularFile, Viewer } from './inode.ts';

const NEVER = new WaitQueue();

/** An open regular file: a position in it, and what the opener asked for. */
export class OpenRegular implements OpenFile {
  readonly readable = true;
  readonly changed = NEVER;
  readonly stat: () => Stat;
  readonly #file: RegularFile;
  readonly #flags: OpenFlags;
  readonly #now: () => number;
  #position = 0;

  constructor(file: RegularFile, flags: OpenFlags, now: () => number, stat: () => Stat) {
    this.#file = file;
    this.#flags = flags;
    this.#now = now;
    this.stat = stat;
    if (flags.truncate && flags.write) this.#replace(new Uint8Array(0));
  }

  *read(count: number): Task<Uint8Array> {
    if (this.#flags.write && !this.#flags.read) throw new Errno('EBADF');
    const data = this.#file.data.subarray(this.#position, this.#position + count);
    this.#position += data.length;
    return data;
  }

  *write(data: Uint8Array): Task<number> {
    if (!this.#flags.write) throw new Errno('EBADF');
    if (this.#flags.append) this.#position = this.#file.data.length;
    const end = this.#position + data.length;
    const next = new Uint8Array(Math.max(end, this.#file.data.length));
    next.set(this.#file.data);
    next.set(data, this.#position);
    this.#position = end;
    this.#replace(next);
    return data.length;
  }

  close(): void {}

  #replace(data: Uint8Array): void {
    this.#file.data = data;
    this.#file.mtime = this.#now();
  }
}

/** An open directory: it can be looked at, not read. */
export class OpenDirectory implements OpenFile {
  readonly readable = true;
  readonly changed = NEVER;
  readonly stat: () => Stat;

  constructor(stat: () => Stat) {
    this.stat = stat;
  }

  *read(): Task<Uint8Array> {
    throw new Errno('EISDIR');
  }

  *write(): Task<number> {
    throw new Errno('EBADF');
  }

  close(): void {}
}

/** An open file of /proc: its text is made at the first read. */
export class OpenGenerated implements OpenFile {
  readonly readable = true;
  readonly changed = NEVER;
  readonly stat: () => Stat;
  readonly #file: GeneratedFile;
  readonly #viewer: Viewer;
  #left: Uint8Array | undefined;

  constructor(file: GeneratedFile, viewer: Viewer, stat: () => Stat) {
    this.#file = file;
    this.#viewer = viewer;
    this.stat = stat;
  }

  *read(count: number): Task<Uint8Array> {
    this.#left ??= new TextEncoder().encode(this.#file.text(this.#viewer));
    const data = this.#left.subarray(0, count);
    this.#left = this.#left.subarray(data.length);
    return data;
  }

  *write(data: Uint8Array): Task<number> {
    this.#file.write(new TextDecoder().decode(data), this.#viewer);
    return data.length;
  }

  close(): void {}
}
