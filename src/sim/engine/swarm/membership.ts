import type { Daemon } from '../daemon.ts';
import { EngineError, invalidParameter, notSimulated, systemError } from '../errors.ts';
import { AddressSpace, GLOBAL_POOLS } from '../ipam/address-space.ts';
import { IPV4, parsePrefix } from '../ipam/prefix.ts';
import { disconnectContainer } from '../network/disconnect.ts';
import { removeHere } from './attachments.ts';
import { advertiseAddress, checkDataPath, listenPort } from './listen-addr.ts';
import { createIngress } from './networks.ts';
import { isAvailability, logNode } from './node.ts';
import type { SwarmInitRequest, SwarmJoinRequest } from './request.ts';
import { DEFAULT_SPEC, mergedSpec } from './spec.ts';
import { Swarm } from './swarm.ts';

/** `SWMTKN-1-DIGEST-SECRET` (swarmkit's ca.ParseJoinToken). */
const TOKEN = /^SWMTKN-[12]-[0-9a-z]{50}-[0-9a-z]{25}$/;

function checkPools({ DefaultAddrPool: pools, SubnetSize: size = 24 }: SwarmInitRequest): void {
  if (!pools) return;
  if (size > 29) throw systemError(`subnet size is out of range: ${size}`);
  for (const pool of pools) {
    const prefix = parsePrefix(pool.trim());
    if (prefix === undefined) throw systemError(`invalid base pool ${pool}: invalid CIDR address: ${pool}`);
    if (size < prefix.bits) {
      throw systemError(`invalid CIDR: ${JSON.stringify(pool)}. Subnet size is too small for pool: ${size}`);
    }
  }
}

/** What networks are cut from, into pieces of length `size`. */
const ownPools = (pools: readonly string[] | null | undefined, size: number) =>
  pools?.length
    ? pools.map((pool) => ({ base: parsePrefix(pool.trim()) ?? { address: 0, bits: 32 }, size }))
    : GLOBAL_POOLS;

function refuseMember({ cluster }: Daemon): void {
  if (cluster.swarm === undefined) return;
  throw new EngineError(
    'Unavailable',
    'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.',
  );
}

/** `docker swarm init`: a swarm of this machine alone. Gives the node's id. */
export function initSwarm(daemon: Daemon, request: SwarmInitRequest): string {
  if (!request.ForceNewCluster) refuseMember(daemon);
  const { machine, controller, cluster, timestamps } = daemon;
  const host = machine.namespaces.net;
  const { DataPathPort: port = 0, DefaultAddrPool: pools, SubnetSize: size = 24, Availability = '' } = request;
  const listened = listenPort(host, request.ListenAddr ?? '');
  const own = controller.networks.flatMap((network) => network.pools.map(({ pool }) => pool.subnet));
  const [address, advertised] = advertiseAddress(host, request.AdvertiseAddr ?? '', listened, own);
  checkDataPath(host, request.DataPathAddr ?? '');
  checkPools(request);
  if (port !== 0 && (port < 1024 || port > 49_151)) {
    throw systemError(`Datapath port number is not in valid range (1024-49151) : ${port}`);
  }
  if (Availability !== '' && !isAvailability(Availability)) {
    throw invalidParameter(`invalid Availability: ${JSON.stringify(Availability)}`);
  }
  const locked = request.AutoLockManagers ? { EncryptionConfig: { AutoLockManagers: true } } : {};
  const spec = mergedSpec(DEFAULT_SPEC, { ...request.Spec, ...locked });
  if (cluster.swarm !== undefined) return cluster.swarm.nodeId;
  const swarm = new Swarm(machine.random, timestamps, {
    address,
    port: advertised,
    dataPathPort: port || 4789,
    defaultPools: pools?.length ? pools : null,
    subnetSize: size || 24,
    space: new AddressSpace(IPV4, ownPools(pools, size || 24), true),
    spec,
    availability: Availability || 'active',
  });
  cluster.swarm = swarm;
  logNode(daemon, swarm, { 'state.new': 'ready', 'state.old': 'unknown' });
  createIngress(daemon, swarm);
  swarm.watched = true;
  return swarm.nodeId;
}

/** `docker swarm join`: what is asked for is looked at; there is nobody to join. */
export function joinSwarm(daemon: Daemon, request: SwarmJoinRequest): never {
  refuseMember(daemon);
  const host = daemon.machine.namespaces.net;
  listenPort(host, request.ListenAddr ?? '');
  checkDataPath(host, request.DataPathAddr ?? '');
  const token = request.JoinToken ?? '';
  if (token !== '' && !TOKEN.test(token)) throw invalidParameter('invalid join token');
  throw notSimulated(
    'les essaims (Swarm) de plusieurs machines ne sont pas simulés : « docker swarm init » en fait un d’une seule.',
  );
}

/** `docker swarm leave`: with the last manager goes the swarm, its networks, and whoever is on them from those. */
export function leaveSwarm(daemon: Daemon, force: boolean): void {
  const { cluster, controller, containers } = daemon;
  const { swarm } = cluster;
  if (swarm === undefined) throw new EngineError('Unavailable', 'This node is not part of a swarm');
  if (!force) {
    throw new EngineError(
      'Unavailable',
      'You are attempting to leave the swarm on a node that is participating as a manager. Removing the last manager erases all current state of the swarm. Use `--force` to ignore this message.',
    );
  }
  cluster.swarm = undefined;
  for (const network of controller.networks.filter(({ dynamic }) => dynamic)) {
    for (const { sandbox } of [...network.endpoints]) {
      const container = sandbox && containers.find(sandbox.containerId);
      if (container !== undefined) disconnectContainer(daemon, container, network.id, true);
    }
    removeHere(daemon, network);
  }
}
