import { exactArgs, minArgs, rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { absent } from './absent.ts';

export const commit = absent({
  name: 'commit',
  usage: '[OPTIONS] CONTAINER [REPOSITORY[:TAG]]',
  short: "Create a new image from a container's changes",
  twins: ['commit'],
  args: rangeArgs(1, 2),
  flags: {
    author: flag.string('Author (e.g., "John Hannibal Smith <hannibal@a-team.com>")', { short: 'a' }),
    change: flag.list('Apply Dockerfile instruction to the created image', { short: 'c' }),
    message: flag.string('Commit message', { short: 'm' }),
    pause: flag.bool('Pause container during commit', { short: 'p', default: true }),
  },
});

export const cp = absent({
  name: 'cp',
  usage: '[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|-\n\tdocker cp [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH',
  short: 'Copy files/folders between a container and the local filesystem',
  long: "Copy files/folders between a container and the local filesystem\n\nUse '-' as the source to read a tar archive from stdin\nand extract it to a directory destination in a container.\nUse '-' as the destination to stream a tar archive of a\ncontainer source to stdout.",
  twins: ['cp'],
  args: exactArgs(2),
  flags: {
    archive: flag.bool('Archive mode (copy all uid/gid information)', { short: 'a' }),
    'follow-link': flag.bool('Always follow symbol link in SRC_PATH', { short: 'L' }),
    quiet: flag.bool(
      'Suppress progress output during copy. Progress output is automatically suppressed if no terminal is attached',
      { short: 'q' },
    ),
  },
});

export const diff = absent({
  name: 'diff',
  usage: 'CONTAINER',
  short: "Inspect changes to files or directories on a container's filesystem",
  twins: ['diff'],
  args: exactArgs(1),
});

export const exportContainer = absent({
  name: 'export',
  usage: '[OPTIONS] CONTAINER',
  short: "Export a container's filesystem as a tar archive",
  twins: ['export'],
  args: exactArgs(1),
  flags: {
    output: flag.string('Write to a file, instead of STDOUT', { short: 'o' }),
  },
});

export const stats = absent({
  name: 'stats',
  usage: '[OPTIONS] [CONTAINER...]',
  short: 'Display a live stream of container(s) resource usage statistics',
  twins: ['stats'],
  args: minArgs(0),
  flags: {
    all: flag.bool('Show all containers (default shows just running)', { short: 'a' }),
    format: flag.string(FORMAT_HELP),
    'no-stream': flag.bool('Disable streaming stats and only pull the first result'),
    'no-trunc': flag.bool('Do not truncate output'),
  },
});

export const update = absent({
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
    memory: flag.bytes('Memory limit', { short: 'm' }),
    'memory-reservation': flag.bytes('Memory soft limit'),
    'memory-swap': flag.swapBytes('Swap limit equal to memory plus swap: -1 to enable unlimited swap'),
    'pids-limit': flag.int('Tune container pids limit (set -1 for unlimited)'),
    restart: flag.string('Restart policy to apply when a container exits'),
  },
});
