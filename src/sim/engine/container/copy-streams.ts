import { isErrno } from '../../kernel/errno.ts';
import type { Scheduler } from '../../kernel/scheduler.ts';
import type { Task } from '../../kernel/task.ts';
import type { Subscription } from '../subscription.ts';
import { DetachFilter } from './detach-keys.ts';
import type { OutputChunk, ProcessStreams } from './process-streams.ts';

/** The client's ends; absent ones were not asked for. */
export interface ClientStreams {
  readonly stdin?: { read(): Task<Uint8Array> };
  readonly stdout?: { write(data: Uint8Array): Task<void> };
  readonly stderr?: { write(data: Uint8Array): Task<void> };
}

export interface CopyOptions {
  readonly scheduler: Scheduler;
  /** At the end of the client's input, close the process's; else all of the attachment is over then. */
  readonly closeStdin: boolean;
  readonly detachKeys: readonly number[];
}

/** What is typed for a process that reads nothing goes nowhere. */
export function forProcess(client: ClientStreams, openStdin: boolean): ClientStreams {
  if (openStdin) return client;
  const { stdin: _, ...output } = client;
  return output;
}

/** Why a copy is over: the process has ended, or the client is gone or has typed the detach keys. */
export type CopyEnd = 'ended' | 'gone' | 'detached';

/** Copies between a client and a process until one of them ends (moby/container/stream, CopyStreams). */
export function* copyStreams(
  process: ProcessStreams,
  output: Subscription<OutputChunk>,
  client: ClientStreams,
  options: CopyOptions,
): Task<CopyEnd> {
  let end: CopyEnd = 'ended';
  const over = (reason: CopyEnd): void => {
    end = reason;
    output.end();
  };
  const input = client.stdin && options.scheduler.spawn(copyInput(process, client.stdin, options, over));
  try {
    for (;;) {
      const chunk = yield* output.next();
      if (chunk === undefined) return end;
      yield* client[chunk.source]?.write(chunk.data) ?? [];
    }
  } catch (error) {
    if (isErrno(error)) return 'gone';
    throw error;
  } finally {
    output.close();
    input?.kill();
  }
}

function* copyInput(
  process: ProcessStreams,
  stdin: NonNullable<ClientStreams['stdin']>,
  options: CopyOptions,
  over: (reason: CopyEnd) => void,
): Task<void> {
  const filter = process.tty === undefined ? undefined : new DetachFilter(options.detachKeys);
  try {
    for (;;) {
      const read = yield* stdin.read();
      if (read.length === 0) break;
      const { data, detached } = filter?.filter(read) ?? { data: read, detached: false };
      if (data.length > 0) yield* process.writeStdin(data);
      if (detached) return over('detached');
    }
  } catch (error) {
    if (!isErrno(error)) throw error;
  }
  if (options.closeStdin && process.tty === undefined) process.closeStdin();
  else over('gone');
}
