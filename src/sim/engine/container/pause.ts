import type { Daemon } from '../daemon.ts';
import { conflict, systemError } from '../errors.ts';
import { type Container, isRestarting } from './container.ts';
import { endHealth, watchHealth } from './health.ts';
import { logEvent } from './log-event.ts';

/** `docker pause`: all processes of the container stand still (the freezer cgroup). */
export function pauseContainer(daemon: Daemon, container: Container): void {
  if (container.state.restarting) throw isRestarting(container.id);
  container.runningProcess();
  if (container.state.paused) throw conflict(`Container ${container.id} is already paused`);
  for (const process of container.processes) process.freeze();
  container.state.paused = true;
  endHealth(container);
  container.changed.wake();
  logEvent(daemon, container, 'pause');
}

/** `docker unpause`. */
export function unpauseContainer(daemon: Daemon, container: Container): void {
  if (!container.state.paused) throw systemError(`Container ${container.id} is not paused`);
  unfreeze(daemon, container);
}

/** Lets a paused container go on. */
export function unfreeze(daemon: Daemon, container: Container): void {
  for (const process of container.processes) process.thaw();
  container.state.paused = false;
  watchHealth(daemon, container);
  container.changed.wake();
  logEvent(daemon, container, 'unpause');
}
