import { makeDirectories } from '../../kernel/fs/tree.ts';
import type { Daemon } from '../daemon.ts';
import { EngineError, invalidParameter, systemError, wrapped } from '../errors.ts';
import { generateId, shortId } from '../id.ts';
import { SCRATCH } from '../image/image.ts';
import { noteNetworks } from '../network/connect.ts';
import { isUserDefined } from '../network/endpoint-settings.ts';
import { mountAll } from '../volume/mount-points.ts';
import { type CreateOptions, connectedContainer } from './config.ts';
import { Container } from './container.ts';
import { layInitLayer } from './init-layer.ts';
import { initMoment } from './layer.ts';
import { logEvent } from './log-event.ts';
import { adaptHostConfig, mergeConfig } from './merge.ts';
import { removeContainer } from './remove.ts';
import { verifyEndpoints, verifySettings } from './verify.ts';

/** `docker create`. Throws and leaves nothing when any of it is refused. */
export function createContainer(daemon: Daemon, asked: CreateOptions): Container {
  const options = withDefaultNetwork(asked);
  verifySettings(options);
  const { Image: named } = options.config;
  const image = named === '' ? SCRATCH : daemon.images.get(named, options.platform);
  verifyEndpoints(daemon.controller, options);
  const config = mergeConfig(options.config, image === SCRATCH ? undefined : image.config);
  const hostConfig = withDonors(daemon, adaptHostConfig(options.hostConfig));
  const id = generateId(daemon.machine.random);
  const name = options.name === '' ? daemon.names.reserveRandom(id) : daemon.names.reserve(id, options.name);
  if (config.Hostname === '') {
    const { uts } = daemon.machine.namespaces;
    const ofHost = hostConfig.NetworkMode === 'host' || hostConfig.UTSMode === 'host';
    config.Hostname = ofHost ? uts.hostname : shortId(id);
  }
  const root = image.createRoot();
  const created = daemon.timestamps.next();
  layInitLayer(root, initMoment({ created }));
  const container = new Container({
    id,
    name,
    created,
    config,
    hostConfig,
    image,
    root,
    layerId: generateId(daemon.machine.random),
    now: () => daemon.timestamps.next(),
  });
  daemon.containers.add(container);
  try {
    equip(daemon, container, options);
  } catch (error) {
    removeContainer(daemon, container, { removeVolumes: true, silent: true });
    throw error;
  }
  logEvent(daemon, container, 'create');
  return container;
}

/** `default` is the bridge, wherever it is said. */
function withDefaultNetwork(options: CreateOptions): CreateOptions {
  const mode = options.hostConfig.NetworkMode;
  if (mode !== '' && mode !== 'default') return options;
  const endpoints = Object.entries(options.networkingConfig.EndpointsConfig ?? {});
  const renamed = endpoints.map(([name, settings]) => [name === 'default' ? 'bridge' : name, settings] as const);
  return {
    ...options,
    hostConfig: { ...options.hostConfig, NetworkMode: 'bridge' },
    networkingConfig: { EndpointsConfig: Object.fromEntries(renamed) },
  };
}

/** `container:NAME` becomes `container:ID`; there must be such a container, but for its network. */
function withDonors(daemon: Daemon, hostConfig: CreateOptions['hostConfig']): CreateOptions['hostConfig'] {
  const withId = (mode: string): string => {
    const name = connectedContainer(mode);
    return name === undefined ? mode : `container:${daemon.containers.named(name).id}`;
  };
  const { NetworkMode, PidMode, IpcMode } = hostConfig;
  return {
    ...hostConfig,
    NetworkMode: whereFound(NetworkMode, withId),
    PidMode: withId(PidMode),
    IpcMode: withId(IpcMode),
  };
}

function whereFound(mode: string, withId: (mode: string) => string): string {
  try {
    return withId(mode);
  } catch (error) {
    if (error instanceof EngineError) return mode;
    throw error;
  }
}

function equip(daemon: Daemon, container: Container, options: CreateOptions): void {
  mountAll(daemon, container);
  registerLinks(daemon, container);
  if (container.config.WorkingDir !== '') makeDirectories(container.root, container.config.WorkingDir);
  noteNetworks(daemon, container, options.networkingConfig.EndpointsConfig ?? {});
}

/** `--link` on the default bridge; on networks of one's own, links are names for the resolver and checked by nobody. */
function registerLinks(daemon: Daemon, container: Container): void {
  if (isUserDefined(container.hostConfig.NetworkMode)) return;
  for (const link of container.hostConfig.Links ?? []) {
    const [name = '', alias = name, ...rest] = link.split(':');
    if (rest.length > 0) throw systemError(`bad format for links: ${link}`);
    const child = linkTarget(daemon, name);
    if (child.hostConfig.NetworkMode === 'host') {
      throw invalidParameter(
        "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
      );
    }
    const fullAlias = `${container.name}/${alias}`;
    // A name that another container has already is no link, and no error (registerLink only warns).
    if ((daemon.names.ownerOf(fullAlias) ?? child.id) !== child.id) continue;
    daemon.names.reserveLink(child.id, fullAlias);
    daemon.links.add(fullAlias, container, child);
  }
}

/** The container itself, or the one whose network it uses. */
function linkTarget(daemon: Daemon, name: string): Container {
  try {
    const child = daemon.containers.get(name);
    const donor = connectedContainer(child.hostConfig.NetworkMode);
    return donor === undefined ? child : linkTarget(daemon, donor);
  } catch (error) {
    if (!(error instanceof EngineError) || !['NotFound', 'InvalidParameter'].includes(error.kind)) throw error;
    throw wrapped(invalidParameter(error.message), `could not get container for ${name}`);
  }
}
