import type { Process } from '../../kernel/process.ts';
import type { Daemon } from '../daemon.ts';
import { EngineError } from '../errors.ts';
import { releaseNetworks } from '../network/disconnect.ts';
import type { Instant } from '../time.ts';
import { unmountVolumes } from '../volume/local-driver.ts';
import type { Container } from './container.ts';
import { exitCodeOf } from './exit-code.ts';
import { endHealth } from './health.ts';
import { logEvent } from './log-event.ts';
import { removeContainer } from './remove.ts';

/**
 * A container's PID 1 has ended (moby/daemon/monitor.go, handleContainerExit).
 * @param start starts it anew, where its restart policy wants that
 */
export function handleExit(daemon: Daemon, container: Container, process: Process, start: () => void): void {
  if (container.process !== process) return;
  const exitCode = exitCodeOf(process);
  const finishedAt = daemon.timestamps.next();
  const ran = Number((finishedAt - (container.state.startedAt ?? finishedAt)) / 1000n);
  endHealth(container);
  for (const other of container.processes) other.kill('SIGKILL');
  container.process = undefined;
  container.resetStreams();
  const delay = container.restartManager.delayAfter(exitCode, container.manuallyStopped, ran);
  releaseNetworks(daemon, container);
  for (const id of container.execIds) daemon.execs.forget(id);
  container.execIds.clear();
  unmountVolumes(daemon, container);
  container.namespaces = undefined;
  container.exits++;
  if (delay === undefined) container.state.setStopped(exitCode, finishedAt);
  else container.state.setRestarting(exitCode, finishedAt);
  for (const told of container.whenDown.splice(0)) told();
  const execDuration = String(Math.floor(ran / 1_000_000));
  logEvent(daemon, container, 'die', { exitCode: String(exitCode), execDuration });
  if (delay !== undefined) {
    container.restartCount++;
    const again = (): void => restartAfterExit(container, finishedAt, start);
    container.restartTimer = daemon.machine.clock.after(delay, again);
  } else if (!container.manuallyRestarted) autoRemove(daemon, container);
  container.changed.wake();
}

function restartAfterExit(container: Container, finishedAt: Instant, start: () => void): void {
  container.restartTimer = undefined;
  const { exitCode } = container.state;
  try {
    start();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    container.state.setStopped(exitCode, finishedAt);
    container.changed.wake();
  }
}

/** A container that waits to be restarted is told to stay down. */
export function cancelRestart(daemon: Daemon, container: Container): void {
  container.restartManager.cancel();
  if (container.restartTimer === undefined) return;
  container.restartTimer.cancel();
  container.restartTimer = undefined;
  container.state.setStopped(container.state.exitCode, daemon.timestamps.next());
  for (const told of container.whenDown.splice(0)) told();
  autoRemove(daemon, container);
  container.changed.wake();
}

function autoRemove(daemon: Daemon, container: Container): void {
  if (container.hostConfig.AutoRemove) removeContainer(daemon, container, { removeVolumes: true });
}
