import type { Daemon } from '../daemon.ts';
import { sortedRecord } from '../events.ts';
import { parsePort } from '../ports/published-ports.ts';
import { type Instant, unixSeconds } from '../time.ts';
import type { Container } from './container.ts';
import { attachedNetworks, inspectMounts } from './inspect.ts';
import { layerSize } from './layer.ts';
import { type ListOptions, selectContainers } from './list-filter.ts';

/** `GET /containers/json`: the newest first. */
export function listContainers(daemon: Daemon, options: ListOptions) {
  const now = daemon.timestamps.next();
  return selectContainers(daemon, options).map((container) => summarize(daemon, container, now, options.size ?? false));
}

function summarize(daemon: Daemon, container: Container, now: Instant, size: boolean) {
  return {
    Id: container.id,
    Names: daemon.names.namesOf(container.id),
    Image: imageName(daemon, container),
    ImageID: container.image.id,
    Command: command(container.commandLine),
    Created: unixSeconds(container.created),
    Ports: portsOf(container),
    ...(size && sizes(container)),
    Labels: container.config.Labels && sortedRecord(container.config.Labels),
    State: container.state.status,
    Status: container.state.describe(now),
    HostConfig: { NetworkMode: container.hostConfig.NetworkMode },
    NetworkSettings: { Networks: listedNetworks(container) },
    Mounts: listedMounts(container),
  };
}

/** Go leaves a size of nothing out. */
function sizes(container: Container): { SizeRw?: number; SizeRootFs: number } {
  const { SizeRw, SizeRootFs } = layerSize(container);
  return SizeRw === 0 ? { SizeRootFs } : { SizeRw, SizeRootFs };
}

/** Without what only inspect shows. */
function listedNetworks(container: Container) {
  const entries = Object.entries(attachedNetworks(container));
  const bare = { Links: null, Aliases: null, DriverOpts: null, DNSNames: null };
  return Object.fromEntries(entries.map(([name, settings]) => [name, { ...settings, ...bare }]));
}

/** moby's list knows where a volume lies only by the mount, which of an anonymous one does not say (AddMountPointWithVolume). */
const listedMounts = (container: Container) =>
  inspectMounts(container).map((mount) => (/^[0-9a-f]{64}$/.test(mount.Name ?? '') ? { ...mount, Source: '' } : mount));

/** The name it was made with, while that still means the same image; else the id. */
function imageName(daemon: Daemon, container: Container): string {
  try {
    const { Image: name } = container.config;
    return daemon.images.get(name) === container.image ? name : container.image.id;
  } catch {
    return container.image.id;
  }
}

/** Words with blanks are quoted (moby/container/view.go). */
function command([path = '', ...args]: readonly string[]): string {
  return [path, ...args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg))].join(' ');
}

/** Exposed ports, each with the host's that lead there (container/view.go). */
function portsOf(container: Container) {
  return Object.entries(container.ports).flatMap(([key, bindings]) => {
    const { port, protocol } = parsePort(key);
    const inside = { PrivatePort: port, Type: protocol as 'tcp' | 'udp' | 'sctp' };
    if (bindings === null) return [inside];
    return bindings.map(({ HostIp, HostPort }) => ({ IP: HostIp, ...inside, PublicPort: Number(HostPort) }));
  });
}
