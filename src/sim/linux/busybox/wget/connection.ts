import type { ByteSource } from '../../../http/stream.ts';
import { SECOND } from '../../../kernel/clock.ts';
import { isErrno } from '../../../kernel/errno.ts';
import type { SocketAddress } from '../../../kernel/socket.ts';
import type { System } from '../../../kernel/syscalls.ts';
import type { Task } from '../../../kernel/task.ts';
import { Alarm } from '../../alarm.ts';
import { Failure } from '../../call.ts';
import { connectStream } from '../stream.ts';

const timedOut = (): Failure => new Failure('download timed out');

/** Connects, within so many seconds (0: for as long as the kernel tries). */
export function* connectWithin(
  sys: System,
  to: Exclude<SocketAddress, { family: 'unix' }>,
  seconds: number,
): Task<number> {
  const alarm = new Alarm(sys);
  if (seconds > 0) alarm.set(seconds * SECOND);
  try {
    return yield* connectStream(sys, to);
  } catch (error) {
    throw isErrno(error, 'EINTR') && alarm.rang ? timedOut() : error;
  } finally {
    alarm.clear();
  }
}

/** What a connection gives; a whole second without anything is told to `idle`, and too many of them end the program. */
export class PatientSource implements ByteSource {
  readonly #sys: System;
  readonly #fd: number;
  readonly #seconds: number;
  idle: () => Task<void> = function* () {};

  constructor(sys: System, fd: number, seconds: number) {
    this.#sys = sys;
    this.#fd = fd;
    this.#seconds = seconds;
  }

  *read(): Task<Uint8Array> {
    for (let waited = 1; ; waited++) {
      const ready = yield* this.#sys.poll([this.#fd], SECOND);
      if (ready.length > 0) return yield* this.#sys.read(this.#fd);
      if (waited === this.#seconds) throw timedOut();
      yield* this.idle();
    }
  }
}
