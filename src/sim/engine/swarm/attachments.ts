import { MILLISECOND } from '../../kernel/clock.ts';
import { formatIpv4, parseIpv4 } from '../../kernel/wire/address.ts';
import type { Container } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { conflict, EngineError, notSimulated, systemError } from '../errors.ts';
import { formatPrefix } from '../ipam/prefix.ts';
import { networkAmong } from '../network/controller.ts';
import { engineEndpoint } from '../network/default-gateway.ts';
import { takeAddress } from '../network/endpoint-address.ts';
import type { Attachment } from '../network/endpoint-settings.ts';
import { mountSandbox, unmountSandbox } from '../network/enter.ts';
import type { Ipam, Network } from '../network/network.ts';
import type { ClusterNetwork } from './cluster-network.ts';
import { logNode } from './node.ts';
import { managerError } from './spec.ts';
import type { Swarm } from './swarm.ts';

/** How long this machine still has a network that its last container has left. */
const LINGERING = 300 * MILLISECOND;

/** The network that a container is to be on; on a swarm's, the manager gives it a place first (findAndAttachNetwork). */
export function attachedNetwork(daemon: Daemon, container: Container, term: string, noted: Attachment): Network {
  const { controller, cluster } = daemon;
  const { swarm } = cluster;
  if (swarm === undefined) return controller.findNetwork(term);
  const here = findQuietly(controller.networks, term);
  if (here !== undefined && !here.dynamic) return here;
  if (here !== undefined && container.networks.get(here.name)?.settings.EndpointID) {
    throw conflict(`${container.plainName} is already attached to network ${here.name}`);
  }
  const network = attachable(swarm, term);
  const { settings } = noted;
  const asked = settings.IPAMConfig?.IPv4Address;
  const place = allocated(swarm, network, asked ? parseIpv4(asked) : undefined);
  network.attachments.set(container.id, place);
  noted.ipamOperational = !asked;
  settings.IPAMConfig = { IPv4Address: formatIpv4(place.address) };
  settings.NetworkID = network.id;
  return settleHere(daemon, swarm, network);
}

function findQuietly<N extends Network>(networks: readonly N[], term: string): N | undefined {
  try {
    return networkAmong(networks, term);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function attachable(swarm: Swarm, term: string): ClusterNetwork {
  const network = findQuietly(swarm.networks, term);
  const refusal = (code: string, why: string): EngineError =>
    systemError(`Could not attach to network ${term}: ${managerError(code, why).message}`);
  if (network === undefined) throw refusal('NotFound', `network ${term} not found`);
  if (!network.attachable) throw refusal('PermissionDenied', `network ${network.name} not manually attachable`);
  if (!network.isOverlay) {
    throw notSimulated(`les réseaux ${network.driver.name} d’un essaim (Swarm) ne sont pas simulés.`);
  }
  return network;
}

function takePlace(swarm: Swarm, network: ClusterNetwork, asked?: number) {
  const taken = takeAddress(network, network.pools, asked);
  return taken && { taskId: swarm.newId(), pool: taken.from, address: taken.address };
}

/** A place on the network. Throws where the manager has none to give, of which nobody is told but by the time that it takes. */
function allocated(swarm: Swarm, network: ClusterNetwork, asked?: number) {
  try {
    if (swarm.node.availability === 'active') {
      const place = takePlace(swarm, network, asked);
      if (place !== undefined) return place;
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  throw systemError(
    'attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded',
  );
}

/** Tells the manager that a container is no more on a network; this machine gives it up when that was the last one. */
export function detach(daemon: Daemon, { id }: Network, containerId: string): void {
  const { swarm } = daemon.cluster;
  const network = swarm?.networks.find((candidate) => candidate.id === id);
  const place = network?.attachments.get(containerId);
  if (swarm === undefined || network === undefined || place === undefined) return;
  place.pool.pool.release(place.address);
  network.attachments.delete(containerId);
  if (network.attachments.size > 0) return;
  logNode(daemon, swarm);
  daemon.machine.clock.after(LINGERING, () => {
    const here = daemon.controller.networks.find((candidate) => candidate.id === id);
    if (here === undefined || network.attachments.size > 0 || here.endpoints.size > 1) return;
    network.balancer?.pool.pool.release(network.balancer.address);
    network.balancer = undefined;
    removeHere(daemon, here);
  });
}

/** What the manager chose for a network without subnets of its own, and the gateways; undefined while there are none. */
export function resolvedIpam({ ipam, pools }: ClusterNetwork): Ipam | undefined {
  if (pools.length === 0) return undefined;
  const config = pools.map(({ pool, gateway }, i) => ({
    Subnet: formatPrefix(pool.subnet),
    ...(ipam.Config?.[i]?.IPRange && { IPRange: ipam.Config[i].IPRange }),
    ...(gateway !== undefined && { Gateway: formatIpv4(gateway) }),
  }));
  const { Driver, Options } = ipam;
  return { Driver, Options: Object.keys(Options ?? {}).length === 0 ? null : Options, Config: config };
}

const balancerOf = ({ ingress, name }: Network): string => (ingress ? 'ingress-sbox' : `lb-${name}`);

/** The network on this machine, which makes it where it is not there yet: with it, a sandbox for its load balancer. */
export function settleHere(daemon: Daemon, swarm: Swarm, network: ClusterNetwork): Network {
  const { controller, events, machine } = daemon;
  const existing = controller.networks.find(({ id }) => id === network.id);
  if (existing !== undefined) return existing;
  network.balancer = takePlace(swarm, network);
  if (!network.ingress) logNode(daemon, swarm);
  const { id, name, driver, ipam, internal, attachable: isAttachable, ingress, labels } = network;
  const here = controller.newNetwork({
    ...{ id, name, driver: driver.name, internal, attachable: isAttachable, ingress, labels },
    ipam: resolvedIpam(network) ?? ipam,
    ...{ scope: 'swarm', enableIpv4: true, enableIpv6: false },
    options: network.driverOptions,
  });
  events.log('network', 'create', id, { name, type: driver.name });
  const containerId = balancerOf(here);
  const sandbox = controller.newSandbox({
    ...{ containerId, namespace: daemon.newNetNamespace(containerId), hostNamespace: machine.namespaces.net },
    ...{ scheduler: machine.scheduler, isHost: false, hostname: '', domainname: '', extraHosts: [] },
    dns: { nameservers: [], search: [], options: [] },
    publishedPorts: [],
    hostFiles: { hosts: '', resolvConf: '' },
    keyName: ingress ? 'ingress_sbox' : `lb_${id.slice(0, 9)}`,
    isolated: !ingress,
  });
  mountSandbox(machine, sandbox);
  const endpoint = controller.createEndpoint(here, engineEndpoint(`${name}-endpoint`, network.balancer?.address));
  controller.join(endpoint, sandbox);
  return here;
}

/** Gives up a network that no container here is on. */
export function removeHere(daemon: Daemon, network: Network): void {
  const { controller, events, machine } = daemon;
  const sandbox = controller.sandboxOf(balancerOf(network));
  if (sandbox !== undefined) {
    controller.deleteSandbox(sandbox);
    unmountSandbox(machine, sandbox);
  }
  controller.deleteNetwork(network);
  if (!network.ingress) events.log('network', 'destroy', network.id, { name: network.name, type: network.driver.name });
}
