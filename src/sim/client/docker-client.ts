import { buildClient } from './build.ts';
import { containerClient } from './container.ts';
import { execClient } from './exec.ts';
import { imageClient } from './image.ts';
import { networkClient } from './network.ts';
import { pluginClient } from './plugin.ts';
import type { SocketCalls } from './socket-stream.ts';
import { swarmClient } from './swarm.ts';
import { systemClient } from './system.ts';
import { Transport } from './transport.ts';
import { volumeClient } from './volume.ts';

/**
 * The Engine API's client, methods named as docker/client's. Each may throw `DaemonError` (the engine refused),
 * `ConnectionFailedError` (no engine), or an `Errno` (`EINTR` when a handled signal broke the wait).
 * @param host as DOCKER_HOST, which it defaults to; throws an Error where it cannot be parsed.
 */
export const createDockerClient = (sys: SocketCalls, host?: string) => {
  const transport = new Transport(sys, host);
  return {
    get daemonHost(): string {
      return transport.daemonHost;
    },
    get clientVersion(): string {
      return transport.clientVersion;
    },
    ...networkClient(transport),
    ...containerClient(transport),
    ...execClient(transport),
    ...imageClient(transport),
    ...buildClient(transport),
    ...volumeClient(transport),
    ...pluginClient(transport),
    ...swarmClient(transport),
    ...systemClient(transport),
  };
};

export type DockerClient = ReturnType<typeof createDockerClient>;
