import type { Task } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { conflict, systemError, wrapped } from '../errors.ts';
import { unmountAll } from '../volume/mount-points.ts';
import type { Container } from './container.ts';
import { logEvent } from './log-event.ts';

export interface RemoveOptions {
  readonly force: boolean;
  readonly volumes: boolean;
}

/** `docker rm`. `kill` ends a running container, where that is forced. */
export function* removeByUser(
  daemon: Daemon,
  name: string,
  options: RemoveOptions,
  kill: (container: Container) => Task<void>,
): Task<void> {
  const container = daemon.containers.get(name);
  if (container.state.removing) throw conflict(`removal of container ${name} is already in progress`);
  if (container.running && !options.force) throw wrapped(stillRunning(container), `cannot remove container "${name}"`);
  container.state.removing = true;
  try {
    if (container.running) yield* kill(container);
    // One with `--rm` has removed itself at its end.
    if (daemon.containers.find(container.id) !== undefined)
      removeContainer(daemon, container, { removeVolumes: options.volumes });
  } finally {
    container.state.removing = false;
  }
}

const stillRunning = ({ state }: Container) =>
  state.paused
    ? conflict('container is paused and must be unpaused first')
    : conflict(`container is ${state.status}: stop the container before removing or force remove`);

/** Forgets a container that does not run, with its names, links and what was its own. */
export function removeContainer(
  daemon: Daemon,
  container: Container,
  options: { readonly removeVolumes: boolean; readonly silent?: boolean },
): void {
  container.state.dead = true;
  for (const alias of daemon.links.removeParent(container)) daemon.names.release(alias);
  daemon.containers.delete(container);
  daemon.names.release(container.name);
  unmountAll(daemon, container, options.removeVolumes);
  container.removed = true;
  container.changed.wake();
  if (!options.silent) logEvent(daemon, container, 'destroy');
}

/** `docker rm --link /PARENT/ALIAS`: takes the link, and leaves the container. */
export function removeLink(daemon: Daemon, name: string): void {
  daemon.containers.get(name);
  const full = name.startsWith('/') ? name : `/${name}`;
  const parentName = full.slice(0, full.lastIndexOf('/'));
  if (parentName === '') throw systemError('Conflict, cannot remove the default link name of the container');
  if (daemon.names.ownerOf(parentName) === undefined) {
    throw systemError(`Cannot get parent ${parentName} for link name ${full}`);
  }
  daemon.names.release(full);
  daemon.links.remove(full);
}
