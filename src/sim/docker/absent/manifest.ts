import { exactArgs, minArgs, rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { absent } from './absent.ts';

const annotate = absent({
  name: 'annotate',
  experimental: true,
  usage: '[OPTIONS] MANIFEST_LIST MANIFEST',
  short: 'Add additional information to a local image manifest',
  args: exactArgs(2),
  flags: {
    arch: flag.string('Set architecture'),
    os: flag.string('Set operating system'),
    'os-features': flag.strings('Set operating system feature'),
    'os-version': flag.string('Set operating system version'),
    variant: flag.string('Set architecture variant'),
  },
});

const create = absent({
  name: 'create',
  experimental: true,
  usage: 'MANIFEST_LIST MANIFEST [MANIFEST...]',
  short: 'Create a local manifest list for annotating and pushing to a registry',
  args: minArgs(2),
  flags: {
    amend: flag.bool('Amend an existing manifest list', { short: 'a' }),
    insecure: flag.bool('Allow communication with an insecure registry'),
  },
});

const inspect = absent({
  name: 'inspect',
  experimental: true,
  usage: '[OPTIONS] [MANIFEST_LIST] MANIFEST',
  short: 'Display an image manifest, or manifest list',
  args: rangeArgs(1, 2),
  flags: {
    insecure: flag.bool('Allow communication with an insecure registry'),
    verbose: flag.bool('Output additional info including layers and platform', { short: 'v' }),
  },
});

const push = absent({
  name: 'push',
  experimental: true,
  usage: '[OPTIONS] MANIFEST_LIST',
  short: 'Push a manifest list to a repository',
  args: exactArgs(1),
  flags: {
    insecure: flag.bool('Allow push to an insecure registry'),
    purge: flag.bool('Remove the local manifest list after push', { short: 'p' }),
  },
});

const rm = absent({
  name: 'rm',
  experimental: true,
  usage: 'MANIFEST_LIST [MANIFEST_LIST...]',
  short: 'Delete one or more manifest lists from local storage',
  args: minArgs(1),
});

export const manifest = verb({
  name: 'manifest',
  usage: 'COMMAND',
  short: 'Manage Docker image manifests and manifest lists',
  long: 'The **docker manifest** command has subcommands for managing image manifests and\nmanifest lists. A manifest list allows you to use one name to refer to the same image\nbuilt for multiple architectures.\n\nTo see help for a subcommand, use:\n\n    docker manifest CMD --help\n\nFor full details on using docker manifest lists, see the registry v2 specification.',
  experimental: true,
  commands: [annotate, create, inspect, push, rm],
});
