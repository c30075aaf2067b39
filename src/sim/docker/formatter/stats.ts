import type { ContainerStats } from '../../api/types/container.ts';
import { binarySize, humanSize } from '../../command/units.ts';
import { type Listing, shortId } from './list.ts';

/** A container and its last sample. */
export interface StatsRow {
  /** As it was called on the command line, or its id. */
  readonly container: string;
  readonly sample: ContainerStats;
  /** No more samples come: what was measured is not known any more. */
  readonly lost?: boolean;
}

const UNKNOWN = '--';

/** How busy its CPUs were between the two moments of a sample, in percent (docker/cli's calculateCPUPercentUnix). */
function cpuPercent({ cpu_stats: now, precpu_stats: before }: ContainerStats): number {
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const system = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  return used > 0 && system > 0 ? (used / system) * (now.online_cpus ?? 1) * 100 : 0;
}

/** Without what the kernel would give back at once. */
function memoryUsed({ memory_stats: { usage = 0, stats = {} } }: ContainerStats): number {
  const cache = stats.total_inactive_file ?? stats.inactive_file ?? 0;
  return cache < usage ? usage - cache : usage;
}

function memoryPercent(sample: ContainerStats): number {
  const { limit = 0 } = sample.memory_stats;
  return limit === 0 ? 0 : (memoryUsed(sample) / limit) * 100;
}

const percent = (value: number): string => `${value.toFixed(2)}%`;

const pair = (read: number, written: number): string => `${humanSize(read, 3)} / ${humanSize(written, 3)}`;

function network({ networks = {} }: ContainerStats): string {
  const all = Object.values(networks);
  const sum = (field: 'rx_bytes' | 'tx_bytes'): number => all.reduce((total, one) => total + one[field], 0);
  return pair(sum('rx_bytes'), sum('tx_bytes'));
}

function blocks({ blkio_stats: { io_service_bytes_recursive: list } }: ContainerStats): string {
  const sum = (first: string): number =>
    (list ?? []).filter(({ op }) => op.toLowerCase().startsWith(first)).reduce((total, { value }) => total + value, 0);
  return pair(sum('r'), sum('w'));
}

/** `docker stats` (docker/cli's container formatter_stats.go). */
export const statsListing = (truncate: boolean): Listing<StatsRow> => ({
  type: '*container.statsContext',
  columns: {
    Container: { heading: 'CONTAINER', show: ({ container }) => container },
    Name: { heading: 'NAME', show: ({ sample }) => sample.name.slice(1) },
    ID: { heading: 'CONTAINER ID', show: ({ sample }) => (truncate ? shortId(sample.id) : sample.id) },
    CPUPerc: { heading: 'CPU %', show: ({ sample, lost }) => (lost ? UNKNOWN : percent(cpuPercent(sample))) },
    MemUsage: {
      heading: 'MEM USAGE / LIMIT',
      show: ({ sample, lost }) =>
        lost
          ? `${UNKNOWN} / ${UNKNOWN}`
          : `${binarySize(memoryUsed(sample))} / ${binarySize(sample.memory_stats.limit ?? 0)}`,
    },
    MemPerc: { heading: 'MEM %', show: ({ sample, lost }) => (lost ? UNKNOWN : percent(memoryPercent(sample))) },
    NetIO: { heading: 'NET I/O', show: ({ sample, lost }) => (lost ? UNKNOWN : network(sample)) },
    BlockIO: { heading: 'BLOCK I/O', show: ({ sample, lost }) => (lost ? UNKNOWN : blocks(sample)) },
    PIDs: { heading: 'PIDS', show: ({ sample, lost }) => (lost ? UNKNOWN : (sample.pids_stats.current ?? 0)) },
  },
});
