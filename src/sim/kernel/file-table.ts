import { Errno } from './errno.ts';
import type { OpenFile } from './file.ts';

const HOLDERS = Symbol('holders');

/** How many descriptors hold an open file; at none it is closed. On the file itself: a WeakMap costs several times as much. */
interface HeldFile extends OpenFile {
  [HOLDERS]?: number;
}

function hold(file: HeldFile): void {
  file[HOLDERS] = (file[HOLDERS] ?? 0) + 1;
}

function release(file: HeldFile): void {
  const left = (file[HOLDERS] ?? 1) - 1;
  file[HOLDERS] = left;
  if (left === 0) file.close();
}

/** A process's file descriptors. */
export class FileTable {
  readonly #files = new Map<number, OpenFile>();

  constructor(files: Iterable<readonly [number, OpenFile]> = []) {
    for (const [fd, file] of files) this.set(fd, file);
  }

  /** Throws `EBADF`. */
  get(fd: number): OpenFile {
    const file = this.#files.get(fd);
    if (file === undefined) throw new Errno('EBADF');
    return file;
  }

  /** Gives `file` the lowest free number at or above `least`. */
  add(file: OpenFile, least = 0): number {
    let fd = least;
    while (this.#files.has(fd)) fd++;
    this.set(fd, file);
    return fd;
  }

  /** Puts `file` at `fd`, closing what was there. */
  set(fd: number, file: OpenFile): void {
    hold(file);
    const old = this.#files.get(fd);
    this.#files.set(fd, file);
    if (old !== undefined) release(old);
  }

  close(fd: number): void {
    const file = this.get(fd);
    this.#files.delete(fd);
    release(file);
  }

  closeAll(): void {
    for (const fd of [...this.#files.keys()]) this.close(fd);
  }

  entries(): IterableIterator<[number, OpenFile]> {
    return this.#files.entries();
  }
}
