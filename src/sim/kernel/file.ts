import type { Stat } from './syscalls.ts';
import type { Task, WaitQueue } from './task.ts';

/** An open file description: a regular file, a pipe's end, a terminal, a socket. Shared by the descriptors dup'ed from it. */
export interface OpenFile {
  /** At most `count` bytes; none at the end of the file. */
  read(count: number): Task<Uint8Array>;
  write(data: Uint8Array): Task<number>;
  /** Would `read` return at once? */
  readonly readable: boolean;
  /** Woken whenever `readable` may have changed. */
  readonly changed: WaitQueue;
  stat(): Stat;
  /** Called once, when the last descriptor is closed. */
  close(): void;
}
