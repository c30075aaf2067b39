import { Errno } from '../../kernel/errno.ts';
import type { OpenFile } from '../../kernel/file.ts';
import { createPipe } from '../../kernel/pipe.ts';
import type { Scheduler } from '../../kernel/scheduler.ts';
import type { Stat } from '../../kernel/syscalls.ts';
import { type Task, WaitQueue } from '../../kernel/task.ts';
import { Tty } from '../../kernel/tty.ts';
import { Broadcast } from '../subscription.ts';

export type StreamSource = 'stdout' | 'stderr';

export interface OutputChunk {
  readonly source: StreamSource;
  readonly data: Uint8Array;
}

export interface StreamOptions {
  readonly tty: boolean;
  /** Without it the process reads an end at once. */
  readonly openStdin: boolean;
  /** Height, width; zeros where not known. */
  readonly consoleSize: readonly [number, number];
}

const READ_SIZE = 65_536;

/** The writing end that a process has for its stdout or stderr. */
class OutputFile implements OpenFile {
  readonly readable = false;
  readonly changed = new WaitQueue();
  readonly #emit: (data: Uint8Array) => void;

  constructor(emit: (data: Uint8Array) => void) {
    this.#emit = emit;
  }

  *read(): Task<Uint8Array> {
    yield* [];
    throw new Errno('EBADF');
  }

  *write(data: Uint8Array): Task<number> {
    yield* [];
    if (data.length > 0) this.#emit(data.slice());
    return data.length;
  }

  stat(): Stat {
    return { type: 'fifo', inode: 0, mode: 0o600, links: 1, uid: 0, gid: 0, size: 0, mtime: 0 };
  }

  close(): void {}
}

/**
 * What one process of a container reads and writes, with any number of listeners (moby/container/stream).
 * They may listen and write before the process is there.
 */
export class ProcessStreams {
  readonly output = new Broadcast<OutputChunk>();
  readonly tty: Tty | undefined;
  readonly files: ReadonlyMap<number, OpenFile>;
  readonly #stdin = createPipe();

  constructor(options: StreamOptions) {
    if (!options.openStdin) this.#stdin.write.close();
    if (options.tty) {
      const [rows, columns] = options.consoleSize;
      this.tty = new Tty({ columns: columns || 80, rows: rows || 24 });
      this.tty.onOutput((data) => this.output.emit({ source: 'stdout', data: data.slice() }));
      this.files = new Map([0, 1, 2].map((fd) => [fd, (this.tty as Tty).slave] as const));
    } else {
      const sink = (source: StreamSource) => new OutputFile((data) => this.output.emit({ source, data }));
      this.files = new Map([
        [0, this.#stdin.read],
        [1, sink('stdout')],
        [2, sink('stderr')],
      ]);
    }
  }

  /** The process has started: what was written for it goes to its terminal, if it has one. */
  start(scheduler: Scheduler): void {
    if (this.tty !== undefined) scheduler.spawn(this.#feedTerminal(this.tty));
  }

  *#feedTerminal(tty: Tty): Task<void> {
    for (;;) {
      const data = yield* this.#stdin.read.read(READ_SIZE);
      if (data.length === 0) return;
      tty.input(data);
    }
  }

  /** Throws `EPIPE` when nobody reads any more. */
  writeStdin(data: Uint8Array): Task<number> {
    return this.#stdin.write.write(data);
  }

  closeStdin(): void {
    this.#stdin.write.close();
  }

  /** The process has ended: so do all who listen. */
  end(): void {
    this.closeStdin();
    this.tty?.hangup();
    this.output.end();
  }
}
