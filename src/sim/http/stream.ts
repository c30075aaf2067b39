import type { Task } from '../kernel/task.ts';

export interface ByteSource {
  /** Some bytes as soon as there are any; none at the end. */
  read(): Task<Uint8Array>;
}

export interface ByteSink {
  write(data: Uint8Array): Task<void>;
}

/** A connection: what a stream socket is to HTTP. */
export interface ByteStream extends ByteSource, ByteSink {
  close(): void;
  /** Says that no more will be written (a TCP half close), where the transport can. */
  closeWrite?(): void;
}
