import type { Daemon } from '../daemon.ts';
import { VXLAN_IDS } from '../drivers/overlay.ts';
import { conflict, EngineError, invalidParameter, notFound, notSimulated } from '../errors.ts';
import { type NewNetwork, networkAmong } from '../network/controller.ts';
import { inspectNetwork } from '../network/inspect.ts';
import { allocatePools } from '../network/ipam-config.ts';
import type { Network } from '../network/network.ts';
import { removeHere, resolvedIpam, settleHere } from './attachments.ts';
import { ClusterNetwork } from './cluster-network.ts';
import { managerError } from './spec.ts';
import type { Swarm } from './swarm.ts';

function logNetwork(
  { cluster, events }: Daemon,
  { id, name }: ClusterNetwork,
  action: 'create' | 'update' | 'remove',
): void {
  if (cluster.swarm?.watched) events.log('network', action, id, { name }, 'swarm');
}

/** The network that every swarm begins with, for ports that any of its machines answers. */
export function createIngress(daemon: Daemon, swarm: Swarm): void {
  const ipam = { Driver: 'default', Options: null, Config: null };
  createClusterNetwork(daemon, swarm, {
    name: 'ingress',
    driver: 'overlay',
    ipam,
    ingress: true,
    enableIpv4: true,
    enableIpv6: false,
  });
}

/** Networks that all machines of a swarm have, besides those that it manages. */
const EVERYWHERE = ['bridge', 'host'];

/** Throws for a name that the swarm knows already. */
export function refuseKnownName({ cluster: { swarm } }: Daemon, name: string): void {
  if (swarm === undefined) return;
  if (EVERYWHERE.includes(name) || swarm.networks.some((network) => network.name === name)) {
    throw conflict(`network with name ${name} already exists`);
  }
}

const LONGEST_NAME = 63;

/** swarmkit's validateAnnotations. */
function checkName(name: string): void {
  if (!/^[a-z\d](?:[-_]*[a-z\d]+)*$/i.test(name)) {
    throw managerError('InvalidArgument', 'name must be valid as a DNS name component');
  }
  if (name.length > LONGEST_NAME) throw managerError('InvalidArgument', 'name must be 63 characters or fewer');
}

/** Has the manager make a network. Throws for a second ingress network, and for IPAM drivers that are none. */
export function createClusterNetwork(daemon: Daemon, swarm: Swarm, asked: NewNetwork): ClusterNetwork {
  checkName(asked.name);
  const other = asked.ingress ? swarm.networks.find(({ ingress }) => ingress) : undefined;
  if (other !== undefined) {
    throw managerError('AlreadyExists', `ingress network (${other.id}) is already present`);
  }
  if (!asked.enableIpv4) throw invalidParameter('IPv4 cannot be disabled in a Swarm scoped network');
  if (asked.enableIpv6) throw notSimulated('IPv6 n’est pas simulé sur les réseaux d’un essaim (Swarm).');
  const { ipam } = asked;
  if (ipam.Driver !== 'default') {
    throw managerError('InvalidArgument', `error during lookup of plugin ${ipam.Driver}`);
  }
  const id = swarm.newId();
  const network = new ClusterNetwork(daemon.controller.networkOptions({ ...asked, id }));
  swarm.networks.push(network);
  logNetwork(daemon, network, 'create');
  allocate(daemon, swarm, network);
  if (network.ingress) settleHere(daemon, swarm, network);
  return network;
}

/** Gives a network its subnets and tunnels; one whose subnet is taken goes without, until it is free. */
function allocate(daemon: Daemon, swarm: Swarm, network: ClusterNetwork): void {
  if (network.isOverlay) {
    try {
      network.pools = allocatePools(swarm.options.space, network.ipam.Config ?? [], () => [], false);
    } catch (error) {
      if (error instanceof EngineError) return;
      throw error;
    }
    const ids = network.options[VXLAN_IDS]?.split(',').map(Number) ?? [];
    network.vxlanIds = network.pools.map((_, i) => ids[i] ?? swarm.newVxlanId());
  }
  network.allocated = true;
  logNetwork(daemon, network, 'update');
}

/** Throws while a container is on it. */
function removeClusterNetwork(daemon: Daemon, swarm: Swarm, network: ClusterNetwork): void {
  const [user] = network.attachments.values();
  if (user !== undefined) {
    throw managerError('FailedPrecondition', `network ${network.id} is in use by task ${user.taskId}`);
  }
  swarm.networks.splice(swarm.networks.indexOf(network), 1);
  for (const { pool } of network.pools) swarm.options.space.releasePool(pool);
  logNetwork(daemon, network, 'remove');
  const here = daemon.controller.networks.find(({ id }) => id === network.id);
  if (network.ingress && here !== undefined) removeHere(daemon, here);
  for (const waiting of swarm.networks) if (!waiting.allocated) allocate(daemon, swarm, waiting);
}

/** `docker network rm` of what is the swarm's; false for networks of this machine alone. */
export function deletedFromSwarm(daemon: Daemon, term: string): boolean {
  const { swarm } = daemon.cluster;
  if (swarm === undefined) return false;
  const found = networkAmong(allNetworks(daemon), term);
  if (found.scope !== 'swarm') return false;
  const network = swarm.networks.find(({ id }) => id === found.id);
  if (network === undefined) throw notFound(`network ${term} not found`);
  removeClusterNetwork(daemon, swarm, network);
  return true;
}

/** Removes what nobody is on and `filter` lets pass, and gives its names. */
export function pruneClusterNetworks(daemon: Daemon, filter: (network: Network) => boolean): string[] {
  const { swarm } = daemon.cluster;
  if (swarm === undefined) return [];
  const pruned = swarm.networks
    .filter((network) => !network.ingress && network.attachments.size === 0 && filter(network))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const network of pruned) removeClusterNetwork(daemon, swarm, network);
  return pruned.map(({ name }) => name);
}

/** This machine's networks, and those of its swarm that it has not. */
export function allNetworks({ cluster, controller }: Daemon): Network[] {
  const here = controller.networks;
  const elsewhere = cluster.swarm?.networks.filter(({ id }) => !here.some((network) => network.id === id));
  return [...here, ...(elsewhere ?? [])];
}

/** A network as the API's lists show it: of a swarm's, what the manager knows. */
export function listNetworks(daemon: Daemon): Network[] {
  const known = daemon.cluster.swarm?.networks ?? [];
  return [...known, ...daemon.controller.networks.filter(({ id }) => !known.some((network) => network.id === id))];
}

/** What the API says of a network. A swarm's that this machine has not got shows no containers. */
export function inspectAny({ cluster: { swarm } }: Daemon, network: Network, detailed: boolean) {
  if (network instanceof ClusterNetwork) return inspectClusterNetwork(network);
  const shown = inspectNetwork(network, detailed);
  if (!detailed || !network.dynamic || swarm === undefined) return shown;
  return { ...shown, Peers: [{ Name: swarm.peerName, IP: swarm.options.address }] };
}

function inspectClusterNetwork(network: ClusterNetwork) {
  const shown = inspectNetwork(network, false);
  return {
    ...shown,
    Driver: network.allocated ? shown.Driver : '',
    IPAM: resolvedIpam(network) ?? { Driver: '', Options: null, Config: network.allocated ? [] : null },
    Containers: null,
    Options: network.isOverlay && network.allocated ? { ...network.driverOptions } : null,
    Labels: Object.keys(network.labels).length === 0 ? null : shown.Labels,
  };
}
