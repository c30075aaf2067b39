import { invalidParameter } from '../errors.ts';
import { CPUS } from '../system-info.ts';
import type { Resources } from './config.ts';

const refuse = (message: string) => invalidParameter(message);

const LEAST_MEMORY = 6 * 1024 * 1024;
const CPU_SHARES = { least: 2, most: 262_144 };

/** In µs. */
const CPU_PERIOD = { least: 1000, most: 1_000_000 };

/** Throws for limits that make no sense (moby/daemon/daemon_unix.go, verifyPlatformContainerResources). */
export function verifyResources(resources: Resources, update: boolean): void {
  verifyMemory(resources, update);
  if (!update) verifyShares(resources);
  verifyCpu(resources);
  verifySet('cpus', resources.CpusetCpus, CPUS);
  verifySet('mems', resources.CpusetMems, 1);
}

/** Throws for shares below nothing; `docker update` takes them, and they are found out at the next start. */
export function verifyShares({ CpuShares: shares }: Resources): void {
  if (shares < 0) throw refuse(`invalid CPU shares (${shares}): value must be a positive integer`);
}

/** What cgroups say of CPU shares that they do not take; undefined for others (runc's libcontainer/cgroups/fs/cpu.go). */
export function refusedShares({ CpuShares: shares = 0 }: Partial<Resources>): string | undefined {
  if (shares === 0) return undefined;
  const { least, most } = CPU_SHARES;
  if (shares < 0 || shares > most) return `the maximum allowed cpu-shares is ${most}`;
  return shares < least ? `the minimum allowed cpu-shares is ${least}` : undefined;
}

/** What is said of limits that are dangerous, or that the host here cannot hold and that are taken off. */
export function resourceWarnings(resources: Partial<Resources>): string[] {
  const warnings: string[] = [];
  if (resources.OomKillDisable && !resources.Memory) {
    warnings.push(
      'OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.',
    );
  }
  if (resources.BlkioWeight) {
    warnings.push('Your kernel does not support Block I/O weight or the cgroup is not mounted. Weight discarded.');
  }
  return warnings;
}

function verifyMemory(resources: Resources, update: boolean): void {
  const { Memory: memory, MemorySwap: swap, MemoryReservation: reservation, MemorySwappiness } = resources;
  if (memory > 0 && memory < LEAST_MEMORY) throw refuse('Minimum memory limit allowed is 6MB');
  if (memory > 0 && swap > 0 && swap < memory) {
    throw refuse('Minimum memoryswap limit should be larger than memory limit, see usage');
  }
  if (memory === 0 && swap > 0 && !update) {
    throw refuse('You should always set the Memory limit when using Memoryswap limit, see usage');
  }
  if (MemorySwappiness !== null && (MemorySwappiness < -1 || MemorySwappiness > 100)) {
    throw refuse(`Invalid value: ${MemorySwappiness}, valid memory swappiness range is 0-100`);
  }
  if (reservation > 0 && reservation < LEAST_MEMORY) throw refuse('Minimum memory reservation allowed is 6MB');
  if (memory > 0 && reservation > memory) {
    throw refuse('Minimum memory limit can not be less than memory reservation limit, see usage');
  }
}

function verifyCpu({ NanoCpus, CpuPeriod, CpuQuota }: Resources): void {
  const both = (what: string) => refuse(`Conflicting options: Nano CPUs and CPU ${what} cannot both be set`);
  if (NanoCpus > 0 && CpuPeriod > 0) throw both('Period');
  if (NanoCpus > 0 && CpuQuota > 0) throw both('Quota');
  if (NanoCpus < 0 || NanoCpus > CPUS * 1e9) {
    throw refuse(`range of CPUs is from 0.01 to ${CPUS}.00, as there are only ${CPUS} CPUs available`);
  }
  const { least, most } = CPU_PERIOD;
  if (CpuPeriod !== 0 && (CpuPeriod < least || CpuPeriod > most)) {
    throw refuse('CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)');
  }
  if (CpuQuota > 0 && CpuQuota < least) throw refuse('CPU cfs quota can not be less than 1ms (i.e. 1000)');
}

/** `0-1,3`: CPUs or memory nodes, of which there are `count`. */
function verifySet(kind: 'cpus' | 'mems', text: string, count: number): void {
  if (text === '') return;
  const ranges = text.split(',').map((part) => /^(\d+)(?:-(\d+))?$/.exec(part));
  if (ranges.some((range) => range === null)) {
    const wrong = text.split(',').find((part) => !/^\d+(-\d+)?$/.test(part));
    throw refuse(`Invalid value ${text} for cpuset ${kind}: invalid format: ${wrong}`);
  }
  const highest = Math.max(...ranges.map((range) => Number(range?.[2] ?? range?.[1])));
  if (highest < count) return;
  const what = kind === 'cpus' ? 'CPUs' : 'memory nodes';
  const available = count === 1 ? '0' : `0-${count - 1}`;
  throw refuse(`Requested ${what} are not available - requested ${text}, available: ${available}`);
}
