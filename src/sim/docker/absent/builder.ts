import { exactArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { ulimits } from '../option-lists.ts';
import { absent } from './absent.ts';

export const build = absent({
  name: 'build',
  usage: '[OPTIONS] PATH | URL | -',
  common: 4,
  short: 'Build an image from a Dockerfile',
  twins: ['build', 'builder build'],
  args: exactArgs(1),
  flags: {
    'add-host': flag.list('Add a custom host-to-IP mapping ("host:ip")'),
    'build-arg': flag.list('Set build-time variables'),
    'cache-from': flag.strings('Images to consider as cache sources'),
    'cgroup-parent': flag.string('Set the parent cgroup for the "RUN" instructions during build'),
    compress: flag.bool('Compress the build context using gzip'),
    'cpu-period': flag.int('Limit the CPU CFS (Completely Fair Scheduler) period'),
    'cpu-quota': flag.int('Limit the CPU CFS (Completely Fair Scheduler) quota'),
    'cpu-shares': flag.int('CPU shares (relative weight)', { short: 'c' }),
    'cpuset-cpus': flag.string('CPUs in which to allow execution (0-3, 0,1)'),
    'cpuset-mems': flag.string('MEMs in which to allow execution (0-3, 0,1)'),
    'disable-content-trust': flag.bool('Skip image verification', { default: true }),
    file: flag.string('Name of the Dockerfile (Default is "PATH/Dockerfile")', { short: 'f' }),
    'force-rm': flag.bool('Always remove intermediate containers'),
    iidfile: flag.string('Write the image ID to the file'),
    isolation: flag.string('Container isolation technology'),
    label: flag.list('Set metadata for an image'),
    memory: flag.bytes('Memory limit', { short: 'm' }),
    'memory-swap': flag.swapBytes('Swap limit equal to memory plus swap: -1 to enable unlimited swap'),
    network: flag.string('Set the networking mode for the RUN instructions during build', { default: 'default' }),
    'no-cache': flag.bool('Do not use cache when building the image'),
    platform: flag.string('Set platform if server is multi-platform capable'),
    pull: flag.bool('Always attempt to pull a newer version of the image'),
    quiet: flag.bool('Suppress the build output and print image ID on success', { short: 'q' }),
    rm: flag.bool('Remove intermediate containers after a successful build', { default: true }),
    'security-opt': flag.strings('Security options'),
    'shm-size': flag.bytes('Size of "/dev/shm"'),
    tag: flag.list('Name and optionally a tag in the "name:tag" format', { short: 't' }),
    target: flag.string('Set the target build stage to build.'),
    ulimit: ulimits('Ulimit options'),
  },
});

const prune = absent({
  name: 'prune',
  short: 'Remove build cache',
  flags: {
    all: flag.bool('Remove all unused build cache, not just dangling ones', { short: 'a' }),
    filter: flag.filter('Provide filter values (e.g. "until=24h")'),
    force: flag.bool('Do not prompt for confirmation', { short: 'f' }),
    'keep-storage': flag.bytes('Amount of disk space to keep for cache'),
  },
});

export const builder = verb({
  name: 'builder',
  short: 'Manage builds',
  commands: [prune],
});
