import { SECOND } from '../../kernel/clock.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Signal } from '../../kernel/syscalls.ts';
import { type Task, waitUntil } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { systemError } from '../errors.ts';
import { type Container, notRunning } from './container.ts';
import { cancelRestart } from './exit.ts';
import { logEvent } from './log-event.ts';
import { unfreeze } from './pause.ts';
import { parseSignal } from './signals.ts';

/** How long SIGKILL may take. */
const KILL_TIMEOUT = 10 * SECOND;

/** `docker kill`: SIGKILL waits for the end, other signals do not. */
export function* killByUser(daemon: Daemon, name: string, signal: string): Task<void> {
  const parsed = signal === '' ? 'SIGKILL' : parseSignal(signal);
  const container = daemon.containers.get(name);
  if (parsed === 'SIGKILL') yield* killContainer(daemon, container);
  else sendSignal(daemon, container, parsed);
}

/** Kills a container and waits until it is down. */
export function* killContainer(daemon: Daemon, container: Container): Task<void> {
  if (!container.running) throw notRunning(container.id);
  sendSignal(daemon, container, 'SIGKILL');
  const { clock } = daemon.machine;
  const down = yield* untilStopped(daemon, container, clock.now + KILL_TIMEOUT);
  if (!down) throw systemError('tried to kill container, but did not receive an exit event');
}

/** Waits until a container does not run; false when `deadline` (µs since the world's start) came first. */
export const untilStopped = (daemon: Daemon, container: Container, deadline?: number): Task<boolean> =>
  waitUntil(
    () => !container.running,
    [container.changed],
    () => daemon.machine.clock.now,
    deadline,
  );

/** Sends a signal to PID 1; one that is meant to end the container keeps it from being restarted (moby's killWithSignal). */
export function sendSignal(daemon: Daemon, container: Container, signal: Signal): void {
  if (!container.running) throw notRunning(container.id);
  const { StopSignal: stopSignal } = container.config;
  const ends = !stopSignal || signal === 'SIGKILL' || parseSignal(stopSignal) === signal;
  container.manuallyStopped = true;
  const { paused } = container.state;
  if (ends) container.restartManager.cancel();
  if (container.state.restarting) {
    if (ends) cancelRestart(daemon, container);
    return;
  }
  const process = container.runningProcess();
  logEvent(daemon, container, 'kill', { signal: String(SIGNAL_NUMBERS[signal]) });
  if (ends && paused) unfreeze(daemon, container);
  process.kill(signal);
}
