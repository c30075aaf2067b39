import { SECOND } from '../../kernel/clock.ts';
import { MEMORY, PROCESS_MEMORY } from '../../kernel/memory.ts';
import type { Task } from '../../kernel/task.ts';
import type { Daemon } from '../daemon.ts';
import { sortedRecord } from '../events.ts';
import { CPUS } from '../system-info.ts';
import { NEVER, rfc3339Nano } from '../time.ts';
import type { Container } from './container.ts';

const IDLE_CPU = {
  cpu_usage: { total_usage: 0, usage_in_kernelmode: 0, usage_in_usermode: 0 },
  throttling_data: { periods: 0, throttled_periods: 0, throttled_time: 0 },
};

const BLOCK_IO = [
  ...[
    'io_service_bytes',
    'io_serviced',
    'io_queue',
    'io_service_time',
    'io_wait_time',
    'io_merged',
    'io_time',
    'sectors',
  ],
];

/** No block device is read or written: the files are in memory. */
const blockIo = <T>(value: T) => Object.fromEntries(BLOCK_IO.map((name) => [`${name}_recursive`, value]));

export interface StatsOptions {
  readonly stream: boolean;
  /** Without a first sample that is not shown but tells from when the rates are. */
  readonly oneShot: boolean;
  report(sample: object): Task<void>;
}

/** `docker stats`: one sample after the other, a second apart, for as long as the container is there (moby/daemon/stats.go). */
export function* containerStats(daemon: Daemon, container: Container, options: StatsOptions): Task<void> {
  const { clock } = daemon.machine;
  const { stream, oneShot, report } = options;
  let before = NEVER;
  let silent = !stream && !oneShot && container.running;
  for (;;) {
    const sample = sampleOf(daemon, container, before);
    before = sample.read;
    if (!silent)
      yield* report(oneShot && container.running ? sample : { name: container.name, id: container.id, ...sample });
    if (!silent && !stream) return;
    silent = false;
    const due = clock.now + SECOND;
    while (clock.now < due) yield { queues: [], deadline: due };
    if (container.removed) return;
  }
}

function sampleOf(daemon: Daemon, container: Container, before: string) {
  if (!container.running) return nothing();
  const { PidsLimit: pidsLimit, Memory: memory } = container.hostConfig;
  const processes = container.processes.length;
  const systemUsage = daemon.machine.clock.now * 1000 * CPUS;
  const cpu = (system_cpu_usage: number) => ({
    cpu_usage: { ...IDLE_CPU.cpu_usage, percpu_usage: new Array<number>(CPUS).fill(0) },
    system_cpu_usage,
    online_cpus: CPUS,
    throttling_data: IDLE_CPU.throttling_data,
  });
  return {
    read: rfc3339Nano(daemon.timestamps.next()),
    preread: before,
    pids_stats: { current: processes, ...(pidsLimit && { limit: pidsLimit }) },
    blkio_stats: blockIo([]),
    num_procs: 0,
    storage_stats: {},
    cpu_stats: cpu(systemUsage),
    precpu_stats: before === NEVER ? IDLE_CPU : cpu(systemUsage - SECOND * 1000 * CPUS),
    memory_stats: {
      usage: processes * PROCESS_MEMORY,
      max_usage: processes * PROCESS_MEMORY,
      stats: memoryStats(processes * PROCESS_MEMORY, memory),
      limit: memory || MEMORY,
    },
    ...networksOf(container),
  };
}

/** What a memory control group counts of itself, and again with those below it. */
const COUNTED = [
  ...['active_anon', 'active_file', 'cache', 'dirty', 'inactive_anon', 'inactive_file', 'mapped_file', 'pgfault'],
  ...['pgmajfault', 'pgpgin', 'pgpgout', 'rss', 'rss_huge', 'unevictable', 'writeback'],
];
const UNLIMITED = 2 ** 63 - 4096;

/** memory.stat of control groups v1: all that is used is anonymous memory. */
function memoryStats(used: number, limit: number): Record<string, number> {
  const counted = COUNTED.map((name) => [name, name === 'inactive_anon' || name === 'rss' ? used : 0] as const);
  const limits = { hierarchical_memory_limit: limit || UNLIMITED, hierarchical_memsw_limit: 2 * limit || UNLIMITED };
  const total = counted.map(([name, value]) => [`total_${name}`, value] as const);
  return sortedRecord({ ...Object.fromEntries(counted), ...limits, ...Object.fromEntries(total) });
}

const nothing = () => ({
  read: NEVER,
  preread: NEVER,
  pids_stats: {},
  blkio_stats: blockIo(null),
  num_procs: 0,
  storage_stats: {},
  cpu_stats: IDLE_CPU,
  precpu_stats: IDLE_CPU,
  memory_stats: {},
});

/** The counters of each of the container's own interfaces. */
function networksOf({ namespaces, hostConfig }: Container) {
  if (namespaces === undefined || ['host', 'none'].includes(hostConfig.NetworkMode)) return {};
  const links = namespaces.net.netlink(true).links();
  const networks = links.flatMap(({ name, statistics: s }) => {
    if (name === 'lo') return [];
    const received = { rx_bytes: s.rxBytes, rx_packets: s.rxPackets, rx_errors: s.rxErrors, rx_dropped: s.rxDropped };
    const sent = { tx_bytes: s.txBytes, tx_packets: s.txPackets, tx_errors: s.txErrors, tx_dropped: s.txDropped };
    return [[name, { ...received, ...sent }] as const];
  });
  return networks.length === 0 ? {} : { networks: Object.fromEntries(networks) };
}
