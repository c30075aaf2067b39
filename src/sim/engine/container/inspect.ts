import type { Daemon } from '../daemon.ts';
import { sortedRecord } from '../events.ts';
import { layerPaths } from '../image/describe.ts';
import { endpointSettings } from '../network/endpoint-settings.ts';
import { rfc3339Nano } from '../time.ts';
import { inspectMount } from '../volume/mount.ts';
import type { Container } from './container.ts';
import { layerSize } from './layer.ts';
import { inGoOrder } from './merge.ts';

/** `GET /containers/{id}/json`, fields in Go's order. */
export function inspectContainer(daemon: Daemon, container: Container, size: boolean) {
  const [path = '', ...args] = container.commandLine;
  const files = container.etcFiles && `/var/lib/docker/containers/${container.etcFiles.owner}`;
  const own = `/var/lib/docker/containers/${container.id}`;
  return {
    Id: container.id,
    Created: rfc3339Nano(container.created),
    Path: path,
    Args: args,
    State: container.state.inspect(),
    Image: container.image.id,
    ResolvConfPath: files === undefined ? '' : `${files}/resolv.conf`,
    HostnamePath: files === undefined ? '' : `${files}/hostname`,
    HostsPath: files === undefined ? '' : `${files}/hosts`,
    LogPath: files === undefined ? '' : `${own}/${container.id}-json.log`,
    Name: container.name,
    RestartCount: container.restartCount,
    Driver: 'overlay2',
    Platform: 'linux',
    MountLabel: '',
    ProcessLabel: '',
    AppArmorProfile: '',
    ExecIDs: container.execIds.size === 0 ? null : [...container.execIds],
    HostConfig: { ...container.hostConfig, Links: linksOf(daemon, container) },
    GraphDriver: {
      Data: {
        ID: container.id,
        LowerDir: [`${container.layerId}-init`, container.image.layerId].flatMap(diffDirectory).join(':'),
        ...layerPaths(container.layerId),
      },
      Name: 'overlay2',
    },
    ...(size && layerSize(container)),
    Mounts: inspectMounts(container),
    Config: configOf(container),
    NetworkSettings: inspectNetworks(container),
  };
}

const diffDirectory = (layerId: string): string[] =>
  layerId === '' ? [] : [`/var/lib/docker/overlay2/${layerId}/diff`];

/** The deprecated `MacAddress` is that of the endpoint which `--network` names. */
function configOf(container: Container) {
  const { config, hostConfig } = container;
  const mac = config.MacAddress || container.networks.get(hostConfig.NetworkMode)?.desiredMac;
  return mac ? inGoOrder({ ...config, MacAddress: mac }) : config;
}

export const inspectMounts = (container: Container) =>
  Object.values(sortedRecord(Object.fromEntries(container.mounts))).map(inspectMount);

/** As `/child:/parent/alias`; null without any, whatever was asked for. */
function linksOf(daemon: Daemon, container: Container): string[] | null {
  const links = daemon.links.childrenOf(container).map(([alias, child]) => `${child.name}:${alias}`);
  return links.length === 0 ? null : links;
}

export const attachedNetworks = (container: Container) =>
  sortedRecord(Object.fromEntries([...container.networks].map(([name, { settings }]) => [name, { ...settings }])));

function inspectNetworks(container: Container) {
  const bridge = container.networks.get('bridge')?.settings ?? endpointSettings();
  return {
    Bridge: '',
    SandboxID: container.sandboxId,
    SandboxKey: container.sandboxKey,
    Ports: sortedRecord(container.ports),
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: bridge.EndpointID,
    Gateway: bridge.Gateway,
    GlobalIPv6Address: '',
    GlobalIPv6PrefixLen: 0,
    IPAddress: bridge.IPAddress,
    IPPrefixLen: bridge.IPPrefixLen,
    IPv6Gateway: '',
    MacAddress: bridge.MacAddress,
    Networks: attachedNetworks(container),
  };
}
