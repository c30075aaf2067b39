import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, printError, verb } from '../cli.ts';
import { failWith } from '../each.ts';
import { restartPolicy } from './host-config.ts';

export const update = verb({
  name: 'update',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Update configuration of one or more containers',
  twins: ['update'],
  args: minArgs(1),
  flags: {
    'blkio-weight': flag.uint16('Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)'),
    'cpu-period': flag.int('Limit CPU CFS (Completely Fair Scheduler) period'),
    'cpu-quota': flag.int('Limit CPU CFS (Completely Fair Scheduler) quota'),
    'cpu-rt-period': flag.int('Limit the CPU real-time period in microseconds'),
    'cpu-rt-runtime': flag.int('Limit the CPU real-time runtime in microseconds'),
    'cpu-shares': flag.int('CPU shares (relative weight)', { short: 'c' }),
    cpus: flag.decimal('Number of CPUs'),
    'cpuset-cpus': flag.string('CPUs in which to allow execution (0-3, 0,1)'),
    'cpuset-mems': flag.string('MEMs in which to allow execution (0-3, 0,1)'),
    'kernel-memory': flag.bytes('Kernel memory limit (deprecated)', { hidden: true }),
    memory: flag.bytes('Memory limit', { short: 'm' }),
    'memory-reservation': flag.bytes('Memory soft limit'),
    'memory-swap': flag.swapBytes('Swap limit equal to memory plus swap: -1 to enable unlimited swap'),
    'pids-limit': flag.int('Tune container pids limit (set -1 for unlimited)'),
    restart: flag.string('Restart policy to apply when a container exits'),
  },
  completes: ['container'],
  *run(cli, { args, flags, changed }) {
    if (changed.size === 0) throw new Error('you must provide one or more flags when using this command');
    const request = {
      BlkioWeight: flags['blkio-weight'],
      CpuPeriod: flags['cpu-period'],
      CpuQuota: flags['cpu-quota'],
      CpuRealtimePeriod: flags['cpu-rt-period'],
      CpuRealtimeRuntime: flags['cpu-rt-runtime'],
      CpuShares: flags['cpu-shares'],
      NanoCpus: flags.cpus,
      CpusetCpus: flags['cpuset-cpus'],
      CpusetMems: flags['cpuset-mems'],
      Memory: flags.memory,
      MemoryReservation: flags['memory-reservation'],
      MemorySwap: flags['memory-swap'],
      ...(changed.has('pids-limit') ? { PidsLimit: flags['pids-limit'] } : {}),
      ...(flags.restart === '' ? {} : { RestartPolicy: restartPolicy(flags.restart) }),
    };
    const warnings: string[] = [];
    const errors: unknown[] = [];
    for (const name of args) {
      try {
        warnings.push(...((yield* cli.client.containerUpdate(name, request)).Warnings ?? []));
        yield* print(cli, `${name}\n`);
      } catch (error) {
        errors.push(error);
      }
    }
    if (warnings.length > 0) yield* printError(cli, `${warnings.join('\n')}\n`);
    return failWith(errors);
  },
});
