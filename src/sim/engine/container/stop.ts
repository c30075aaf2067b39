import { SECOND } from '../../kernel/clock.ts';
import type { Task } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { failingAs, notModified } from '../errors.ts';
import type { Container } from './container.ts';
import { killContainer, sendSignal, untilStopped } from './kill.ts';
import { logEvent } from './log-event.ts';
import { parseSignal } from './signals.ts';
import { startContainer } from './start.ts';

/** `timeout` in seconds: −1 waits for ever, absent is the container's own; `signal` empty is the container's own. */
export interface StopOptions {
  signal: string;
  timeout?: number;
}

const DEFAULT_TIMEOUT = 10;

/** `docker stop`. Throws when it does not run. */
export function* stopByUser(daemon: Daemon, container: Container, options: StopOptions): Task<void> {
  if (!container.running) throw notModified('container is already stopped');
  yield* stopContainer(daemon, container, options);
}

/** Asks PID 1 to end, and kills it when it has not after the timeout (moby's containerStop). */
function* stopContainer(daemon: Daemon, container: Container, options: StopOptions): Task<void> {
  if (!container.running) return;
  const { StopSignal, StopTimeout } = container.config;
  const timeout = options.timeout ?? StopTimeout ?? DEFAULT_TIMEOUT;
  const signal = failingAs('System', () => parseSignal(options.signal || StopSignal || 'SIGTERM'));
  container.whenDown.push(() => logEvent(daemon, container, 'stop'));
  sendSignal(daemon, container, signal);
  const deadline = timeout < 0 ? undefined : daemon.machine.clock.now + timeout * SECOND;
  const down = yield* untilStopped(daemon, container, deadline);
  if (!down) yield* killContainer(daemon, container);
}

/** `docker restart`: one that is down is started. */
export function* restartContainer(daemon: Daemon, container: Container, options: StopOptions): Task<void> {
  if (container.running) {
    container.manuallyRestarted = true;
    yield* stopContainer(daemon, container, options);
  }
  startContainer(daemon, container);
  logEvent(daemon, container, 'restart');
}
