import type { NetNamespace } from '../kernel/inet/net-namespace.ts';
import { formatIp, type IpAddress } from '../kernel/wire/ip-address.ts';
import type { Container } from './container/container.ts';
import type { ContainerStatus } from './container/state.ts';
import type { Daemon } from './daemon.ts';
import { parseBridgeOptions } from './drivers/bridge-options.ts';
import { formatPrefix } from './ipam/prefix.ts';
import type { AllocatedPool, Network } from './network/network.ts';

/** A Docker network and the device of the host that it stands on. */
export interface NetworkOverview {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  /** As `172.17.0.0/16`. */
  readonly subnets: readonly string[];
  readonly gateways: readonly string[];
  /** The bridge, or the parent of macvlans or ipvlans. */
  readonly device?: string;
}

/** A container's place on one network. */
export interface EndpointOverview {
  readonly network: string;
  /** Empty while the container does not run. */
  readonly address: string;
  /** The interface inside, while there is one. */
  readonly device?: string;
  /** Names that others on the network may call it by. */
  readonly aliases: readonly string[];
}

export interface ContainerOverview {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: ContainerStatus;
  readonly exitCode: number;
  /** As `--network` says it; `container:ID` where it shares another's. */
  readonly networkMode: string;
  /** While it runs; the host's own with `--network host`. */
  readonly namespace?: NetNamespace;
  readonly endpoints: readonly EndpointOverview[];
  /** As `0.0.0.0:8080->80/tcp`. */
  readonly ports: readonly string[];
}

export interface EngineOverview {
  readonly networks: readonly NetworkOverview[];
  readonly containers: readonly ContainerOverview[];
}

/** The engine at a glance, for a picture of it. Only looks: unlike the API it takes no moment of its clock. */
export function overviewOf(daemon: Daemon): EngineOverview {
  return {
    networks: daemon.controller.networks.map(networkOverview),
    containers: [...daemon.containers.list()].reverse().map((container) => containerOverview(daemon, container)),
  };
}

function networkOverview(network: Network): NetworkOverview {
  const device = deviceOf(network);
  const pools: readonly AllocatedPool<IpAddress>[] = [...network.pools, ...network.pools6];
  return {
    id: network.id,
    name: network.name,
    driver: network.driver.name,
    internal: network.internal,
    subnets: pools.map(({ pool }) => formatPrefix(pool.subnet)),
    gateways: pools.flatMap(({ gateway }) => (gateway === undefined ? [] : [formatIp(gateway)])),
    ...(device !== undefined && { device }),
  };
}

function deviceOf({ driver, id, options }: Network): string | undefined {
  if (driver.name === 'bridge') return parseBridgeOptions(options).bridgeName ?? `br-${id.slice(0, 12)}`;
  const dummy = driver.name === 'ipvlan' ? 'di' : 'dm';
  return driver.name.endsWith('vlan') ? options.parent || `${dummy}-${id.slice(0, 12)}` : undefined;
}

function containerOverview(daemon: Daemon, container: Container): ContainerOverview {
  const { state, namespaces } = container;
  return {
    id: container.id,
    name: container.plainName,
    image: container.config.Image,
    state: state.status,
    exitCode: state.exitCode,
    networkMode: container.hostConfig.NetworkMode,
    ...(state.running && namespaces !== undefined && { namespace: namespaces.net }),
    endpoints: endpointsOf(daemon, container),
    ports: Object.entries(container.ports).flatMap(([port, bindings]) =>
      (bindings ?? []).map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}->${port}`),
    ),
  };
}

function endpointsOf(daemon: Daemon, container: Container): EndpointOverview[] {
  const joined = daemon.controller.sandboxOf(container.id)?.endpoints ?? [];
  return [...container.networks].flatMap(([name, { settings }]) => {
    const network = daemon.controller.networks.find((candidate) => candidate.name === name);
    if (network === undefined) return [];
    const device = joined.find((endpoint) => endpoint.network === network)?.device?.name;
    const aliases = settings.DNSNames ?? [];
    const address = settings.IPAddress || settings.GlobalIPv6Address;
    return [{ network: network.id, address, aliases, ...(device !== undefined && { device }) }];
  });
}
