import type { Task } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { conflict, invalidParameter } from '../errors.ts';
import type { Container } from './container.ts';
import { type ClientStreams, copyStreams, forProcess } from './copy-streams.ts';
import { parseDetachKeys } from './detach-keys.ts';
import { logEvent } from './log-event.ts';

export interface AttachOptions {
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  /** First what it has written up to now. */
  logs: boolean;
  /** Then what it writes from now on. */
  stream: boolean;
  detachKeys: string;
  /** Takes the connection over; nothing can be refused any more. */
  streams(multiplexed: boolean): Task<ClientStreams>;
}

/** `docker attach`: lasts until the container has ended, or the client is gone or has detached (moby/daemon/attach.go). */
export function* attachContainer(daemon: Daemon, name: string, options: AttachOptions): Task<void> {
  const { detachKeys } = options;
  const keys = parseDetachKeys(detachKeys, () => invalidParameter(`Invalid detach keys (${detachKeys}) provided`));
  const container = daemon.containers.get(name);
  if (container.state.paused) throw conflict(`container ${name} is paused, unpause the container before attach`);
  if (container.state.restarting) {
    throw conflict(`container ${name} is restarting, wait until the container is running`);
  }
  const { config, streams } = container;
  const output = streams.output.subscribe();
  const client = yield* options.streams(!config.Tty);
  if (options.logs) yield* writeLogs(container, client);
  logEvent(daemon, container, 'attach');
  if (!options.stream || !(client.stdin || client.stdout || client.stderr)) return output.close();
  const end = yield* copyStreams(streams, output, forProcess(client, config.OpenStdin), {
    scheduler: daemon.machine.scheduler,
    closeStdin: config.StdinOnce,
    detachKeys: keys,
  });
  if (end === 'detached') logEvent(daemon, container, 'detach');
}

function* writeLogs(container: Container, client: ClientStreams): Task<void> {
  for (const { source, line } of container.log.entries) yield* client[source]?.write(line) ?? [];
}
