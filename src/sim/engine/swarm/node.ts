import type { Daemon } from '../daemon.ts';
import { invalidParameter, notFound } from '../errors.ts';
import { type Filters, matchesPrefix, validateFilters } from '../filters.ts';
import type { NodeSpec, SwarmUpdateFlags } from './request.ts';
import { type AskedSpec, managerError, mergedSpec } from './spec.ts';
import type { Availability, Swarm } from './swarm.ts';

export const isAvailability = (text: string): text is Availability => ['active', 'pause', 'drain'].includes(text);

/** Throws where what is to be changed was changed since it was looked at. */
function checkVersion(asked: number, version: number): void {
  if (asked !== version) throw managerError('Unknown', 'update out of sequence');
}

/** `POST /swarm/update`. */
export function updateSwarm({ cluster }: Daemon, asked: AskedSpec, { version, rotate }: SwarmUpdateFlags): void {
  const swarm = cluster.manager;
  checkVersion(version, swarm.version);
  swarm.spec = mergedSpec(swarm.spec, asked);
  for (const what of rotate) swarm.rotate(what);
  swarm.touch(swarm);
}

/** The swarm that a node is of, by the node's id, name, or an id's beginning: there is only this one. */
export function findNode({ cluster, machine }: Daemon, term: string): Swarm {
  const swarm = cluster.manager;
  if (term === machine.namespaces.uts.hostname || swarm.nodeId.startsWith(term)) return swarm;
  throw notFound(`node ${term} not found`);
}

const FILTERS = ['id', 'label', 'membership', 'name', 'node.label', 'role'];

/** Does the filter let this machine's node pass? (moby/daemon/cluster/filters.go) */
export function nodePasses({ machine }: Daemon, { node, nodeId }: Swarm, filters: Filters): boolean {
  validateFilters(filters, FILTERS);
  for (const [key, values] of [
    ['role', ['worker', 'manager']],
    ['membership', ['accepted', 'pending']],
  ] as const) {
    const wrong = filters.get(key).find((value) => !values.some((known) => known === value));
    if (wrong !== undefined) throw invalidParameter(`Invalid ${key} filter: '${wrong}'`);
  }
  return (
    matchesPrefix(filters, 'id', nodeId) &&
    matchesPrefix(filters, 'name', machine.namespaces.uts.hostname) &&
    filters.exactMatch('role', 'manager') &&
    filters.exactMatch('membership', 'accepted') &&
    filters.matchLabels('label', {}) &&
    filters.matchLabels('node.label', node.labels)
  );
}

/** `POST /nodes/ID/update`. Throws for what is no role or availability, and lets the only manager be nothing less. */
export function updateNode(daemon: Daemon, term: string, version: number, asked: NodeSpec): void {
  const swarm = findNode(daemon, term);
  const { node } = swarm;
  const { Role = '', Availability: next = '', Labels } = asked;
  checkVersion(version, node.version);
  if (!['worker', 'manager'].includes(Role)) throw invalidParameter(`invalid Role: ${JSON.stringify(Role)}`);
  if (!isAvailability(next)) throw invalidParameter(`invalid Availability: ${JSON.stringify(next)}`);
  if (Role === 'worker') {
    throw managerError('FailedPrecondition', 'attempting to demote the last manager of the swarm');
  }
  const change: Record<string, string> =
    next === node.availability ? {} : { 'availability.new': next, 'availability.old': node.availability };
  node.availability = next;
  node.labels = { ...Labels };
  swarm.touch(node);
  logNode(daemon, swarm, change);
}

/** `DELETE /nodes/ID`: the only node is the manager, which cannot go. */
export function removeNode(daemon: Daemon, term: string): never {
  const { nodeId } = findNode(daemon, term);
  throw managerError(
    'FailedPrecondition',
    `node ${nodeId} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal`,
  );
}

/** Tells those who listen that this machine's node has changed. */
export function logNode(
  { events, machine }: Daemon,
  { nodeId }: Swarm,
  change: Readonly<Record<string, string>> = {},
): void {
  events.log('node', 'update', nodeId, { name: machine.namespaces.uts.hostname, ...change }, 'swarm');
}
