import { exactArgs, minArgs, rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { absent } from './absent.ts';

export const create = absent({
  name: 'create',
  usage: '[OPTIONS] PLUGIN PLUGIN-DATA-DIR',
  short:
    'Create a plugin from a rootfs and configuration. Plugin data directory must contain config.json and rootfs directory.',
  args: minArgs(2),
  flags: {
    compress: flag.bool('Compress the context using gzip'),
  },
});

export const install = absent({
  name: 'install',
  usage: '[OPTIONS] PLUGIN [KEY=VALUE...]',
  short: 'Install a plugin',
  args: minArgs(1),
  flags: {
    alias: flag.string('Local name for plugin'),
    disable: flag.bool('Do not enable the plugin on install'),
    'disable-content-trust': flag.bool('Skip image verification', { default: true }),
    'grant-all-permissions': flag.bool('Grant all permissions necessary to run the plugin'),
  },
});

export const push = absent({
  name: 'push',
  usage: '[OPTIONS] PLUGIN[:TAG]',
  short: 'Push a plugin to a registry',
  args: exactArgs(1),
  flags: {
    'disable-content-trust': flag.bool('Skip image signing', { default: true }),
  },
});

export const upgrade = absent({
  name: 'upgrade',
  usage: '[OPTIONS] PLUGIN [REMOTE]',
  short: 'Upgrade an existing plugin',
  args: rangeArgs(1, 2),
  flags: {
    'disable-content-trust': flag.bool('Skip image verification', { default: true }),
    'grant-all-permissions': flag.bool('Grant all permissions necessary to run the plugin'),
    'skip-remote-check': flag.bool('Do not check if specified remote plugin matches existing plugin image'),
  },
});
