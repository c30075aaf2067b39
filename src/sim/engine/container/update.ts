import type { Daemon } from '../daemon.ts';
import { conflict, invalidParameter, systemError, wrapped } from '../errors.ts';
import type { HostConfig, Resources, RestartPolicy } from './config.ts';
import type { Container } from './container.ts';
import { logEvent } from './log-event.ts';
import { refusedShares, resourceWarnings, verifyResources } from './resources.ts';
import { RestartManager } from './restart-manager.ts';
import { verifyRestartPolicy } from './verify.ts';

/** Body of `POST /containers/{id}/update`. */
export type UpdateRequest = Partial<Resources> & { RestartPolicy?: Partial<RestartPolicy> };

/** What can be changed while a container lives; zeros and empty texts change nothing. */
const FIELDS = [
  ...(['CpuShares', 'Memory', 'NanoCpus', 'CpuPeriod', 'CpuQuota', 'CpuRealtimePeriod', 'CpuRealtimeRuntime'] as const),
  ...(['CpusetCpus', 'CpusetMems', 'MemoryReservation', 'MemorySwap', 'PidsLimit'] as const),
];

/** `docker update`: other limits and another restart policy (moby/daemon/update.go). Throws and changes nothing. */
export function updateContainer(
  daemon: Daemon,
  container: Container,
  request: UpdateRequest,
): { Warnings: string[] | null } {
  const policy = { Name: '', MaximumRetryCount: 0, ...request.RestartPolicy } as RestartPolicy;
  verifyRestartPolicy(policy);
  const asked = Object.fromEntries(FIELDS.flatMap((field) => (request[field] ? [[field, request[field]]] : [])));
  verifyResources({ ...NOTHING, ...asked }, true);
  try {
    apply(container, asked, policy);
  } catch (error) {
    throw wrapped(error, `Cannot update container ${container.id}`);
  }
  logEvent(daemon, container, 'update');
  const warnings = resourceWarnings(request);
  return { Warnings: warnings.length === 0 ? null : warnings };
}

const NOTHING = {
  ...{ CpuShares: 0, Memory: 0, NanoCpus: 0, CpuPeriod: 0, CpuQuota: 0, CpusetCpus: '', CpusetMems: '' },
  ...{ MemoryReservation: 0, MemorySwap: 0, MemorySwappiness: null },
} as Resources;

function apply(container: Container, asked: Partial<Resources>, policy: RestartPolicy): void {
  const { state, hostConfig } = container;
  if (state.removing || state.dead) throw conflict('container is marked for removal and cannot be "update"');
  checkAgainst(hostConfig, asked);
  const refused = container.running ? refusedShares(asked) : undefined;
  if (hostConfig.AutoRemove && !['', 'no'].includes(policy.Name)) {
    throw invalidParameter('Restart policy cannot be updated because AutoRemove is enabled for the container');
  }
  if (refused !== undefined) throw systemError(`runc did not terminate successfully: exit status 1: ${refused}\n`);
  const changed = policy.Name === '' ? {} : { RestartPolicy: policy };
  container.hostConfig = { ...hostConfig, ...asked, ...withoutLimit(asked), ...changed };
  if (policy.Name !== '') container.restartManager = new RestartManager(policy);
}

/** A negative limit is none. */
const withoutLimit = ({ PidsLimit }: Partial<Resources>): Partial<HostConfig> =>
  (PidsLimit ?? 0) < 0 ? { PidsLimit: null } : {};

function checkAgainst(
  now: HostConfig,
  { Memory = 0, MemorySwap, NanoCpus, CpuPeriod, CpuQuota }: Partial<Resources>,
): void {
  const conflicting = (what: string, other: string) =>
    conflict(`Conflicting options: ${what} cannot be updated as ${other} has already been set`);
  if (NanoCpus && now.CpuPeriod > 0) throw conflicting('Nano CPUs', 'CPU Period');
  if (NanoCpus && now.CpuQuota > 0) throw conflicting('Nano CPUs', 'CPU Quota');
  if (CpuPeriod && now.NanoCpus > 0) throw conflicting('CPU Period', 'NanoCPUs');
  if (CpuQuota && now.NanoCpus > 0) throw conflicting('CPU Quota', 'NanoCPUs');
  if (Memory > now.MemorySwap && now.MemorySwap > 0 && !MemorySwap) {
    throw conflict(
      'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time',
    );
  }
}
