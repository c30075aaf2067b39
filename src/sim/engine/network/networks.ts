import { SECOND } from '../../kernel/clock.ts';
import type { Task } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { forbidden, invalidParameter, PluginNotFound, wrapped } from '../errors.ts';
import { type Filters, matchesPruneLabels, validateFilters } from '../filters.ts';
import { parseBool } from '../go-bool.ts';
import { pruneLimit } from '../prune-limit.ts';
import { NOT_A_MANAGER } from '../swarm/cluster.ts';
import { createClusterNetwork, deletedFromSwarm, pruneClusterNetworks, refuseKnownName } from '../swarm/networks.ts';
import { withConfiguration } from './configuration.ts';
import type { NewNetwork } from './controller.ts';
import { PREDEFINED_NETWORKS } from './inspect.ts';
import { validateIpam } from './ipam-validation.ts';
import type { Ipam, Network } from './network.ts';

/** Body of `POST /networks/create`. */
export interface NetworkRequest {
  Name: string;
  Driver?: string;
  Scope?: string;
  EnableIPv4?: boolean | null;
  EnableIPv6?: boolean | null;
  IPAM?: Partial<Ipam> | null;
  Internal?: boolean;
  Attachable?: boolean;
  Ingress?: boolean;
  ConfigOnly?: boolean;
  ConfigFrom?: { Network: string } | null;
  Options?: Record<string, string> | null;
  Labels?: Record<string, string> | null;
}

/** The real engine looks that long for a plugin of an unknown driver's name. */
const PLUGIN_SEARCH = 15 * SECOND;

/** `docker network create`. */
export function* createNetwork(daemon: Daemon, request: NetworkRequest): Task<Network> {
  const { Name: name, IPAM: ipam } = request;
  const driver = request.Driver || 'bridge';
  const { swarm } = daemon.cluster;
  refuseKnownName(daemon, name);
  if (PREDEFINED_NETWORKS.includes(name)) throw forbidden(`operation is not permitted on predefined ${name} network `);
  const isOverlay = driver === 'overlay';
  if (isOverlay && swarm === undefined) throw forbidden(NOT_A_MANAGER);
  const options = { ...request.Options };
  const enableIpv4 = enabled(options, ENABLE_IPV4, request.EnableIPv4) ?? true;
  const enableIpv6 = enabled(options, ENABLE_IPV6, request.EnableIPv6) ?? false;
  validateIpam(ipam?.Config ?? [], enableIpv6);
  const asked: NewNetwork = {
    name,
    driver,
    enableIpv4,
    enableIpv6,
    ipam: { Driver: ipam?.Driver || 'default', Options: ipam?.Options ?? null, Config: ipam?.Config ?? null },
    internal: request.Internal ?? false,
    attachable: request.Attachable ?? false,
    ingress: request.Ingress ?? false,
    scope: request.Scope ?? '',
    configOnly: request.ConfigOnly ?? false,
    configFrom: request.ConfigFrom?.Network ?? '',
    options,
    labels: request.Labels ?? {},
  };
  try {
    const swarmWide = isOverlay || asked.scope === 'swarm';
    if (swarm !== undefined && swarmWide && !asked.configOnly) {
      daemon.controller.checkNew(asked);
      if (isOverlay && asked.scope === 'local') throw forbidden('cannot downgrade network scope for overlay networks');
      if (asked.ingress && !isOverlay) throw forbidden('Ingress network can only be global scope network');
      return createClusterNetwork(daemon, swarm, withConfiguration(asked, daemon.controller.networks));
    }
    const network = daemon.controller.newNetwork(asked);
    logNetwork(daemon, network, 'create');
    return network;
  } catch (error) {
    if (error instanceof PluginNotFound) yield* searchPlugin(daemon);
    throw error;
  }
}

const ENABLE_IPV4 = 'com.docker.network.enable_ipv4';
const ENABLE_IPV6 = 'com.docker.network.enable_ipv6';

/** What is asked for in so many words, or by a driver's option; the words take the option away. Throws for one that says neither. */
function enabled(options: Record<string, string>, label: string, asked: boolean | null | undefined) {
  const { [label]: option } = options;
  if (asked !== undefined && asked !== null) {
    delete options[label];
    return asked;
  }
  const parsed = option === undefined ? undefined : parseBool(option);
  if (parsed === undefined && option !== undefined) {
    throw invalidParameter(`driver-opt ${JSON.stringify(label)} is not a valid bool`);
  }
  return parsed;
}

function* searchPlugin({ machine: { clock } }: Daemon): Task<void> {
  const end = clock.now + PLUGIN_SEARCH;
  while (clock.now < end) yield { queues: [], deadline: end };
}

function logNetwork(daemon: Daemon, network: Network, action: string): void {
  daemon.events.log('network', action, network.id, { name: network.name, type: network.driver.name });
}

/** `docker network rm`. */
export function deleteNetwork(daemon: Daemon, term: string): void {
  if (deletedFromSwarm(daemon, term)) return;
  const network = daemon.controller.findNetwork(term);
  if (PREDEFINED_NETWORKS.includes(network.name)) {
    throw forbidden(`${network.name} is a pre-defined network and cannot be removed`);
  }
  try {
    daemon.controller.deleteNetwork(network);
  } catch (error) {
    throw wrapped(error, 'error while removing network');
  }
  if (!network.configOnly) logNetwork(daemon, network, 'destroy');
}

/** `docker network prune`: removes those that nobody is on; a stopped container does not hold any. */
export function pruneNetworks(daemon: Daemon, filters: Filters) {
  validateFilters(filters, ['label', 'label!', 'until']);
  const until = pruneLimit(filters, daemon.timestamps.next());
  const wanted = ({ created, labels }: Network): boolean =>
    (until === undefined || created <= until) && matchesPruneLabels(filters, labels);
  const removed = pruneClusterNetworks(daemon, wanted);
  const pruned = daemon.controller.networks.filter(
    (network) =>
      !network.configOnly &&
      !network.dynamic &&
      !PREDEFINED_NETWORKS.includes(network.name) &&
      network.endpoints.size === 0 &&
      wanted(network),
  );
  for (const network of pruned) deleteNetwork(daemon, network.id);
  daemon.events.log('network', 'prune', '', { reclaimed: '0' });
  removed.push(...pruned.map(({ name }) => name));
  return { NetworksDeleted: removed.length === 0 ? null : removed };
}
