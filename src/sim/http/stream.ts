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
  /** Says that no more will be written (a half close), where the transport can. */
  closeWrite?(): void;
  /** Waits until the other end sends no more, or with `both` is gone altogether, where the transport can tell. */
  hangup?(both: boolean): Task<void>;
  /** The process at the other end, where the transport tells (SO_PEERCRED). */
  readonly peer?: number | undefined;
}

/** All of `parts`, one after another; where only one holds anything, that one itself. */
export const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const full = parts.filter((part) => part.length > 0);
  if (full.length === 1) return full[0] as Uint8Array;
  const all = new Uint8Array(full.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of full) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

/** The other end is gone: what a server's streams throw for whatever their transport threw (`cause`). */
export class ConnectionLostError extends Error {
  constructor(cause: unknown) {
    super('the connection was lost', { cause });
    this.name = 'ConnectionLostError';
  }
}

/** `stream`, its failures told apart from all other errors. */
export const lossAware = (stream: ByteStream): ByteStream => ({
  read: () => noticingLoss(stream.read()),
  write: (data) => noticingLoss(stream.write(data)),
  close: () => stream.close(),
  closeWrite: () => stream.closeWrite?.(),
  ...(stream.hangup && { hangup: stream.hangup }),
  peer: stream.peer,
});

function* noticingLoss<T>(task: Task<T>): Task<T> {
  try {
    return yield* task;
  } catch (error) {
    throw new ConnectionLostError(error);
  }
}

/**
 * `task`, given up with {@link ConnectionLostError} once `stream`'s other end hangs up: what Go's request contexts are for.
 * @param both give it up only when the other end neither sends nor receives any more
 */
export function* whileConnected<T>(stream: ByteStream, task: Task<T>, both = false): Task<T> {
  if (stream.hangup === undefined) return yield* task;
  const hangup = stream.hangup(both);
  try {
    for (;;) {
      const step = task.next();
      if (step.done) return step.value;
      const lost = hangup.next();
      if (lost.done) throw new ConnectionLostError('hangup');
      yield { ...step.value, queues: [...step.value.queues, ...lost.value.queues] };
    }
  } finally {
    task.return(undefined as T);
  }
}
