import { exactArgs, minArgs, rangeArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
import { absent } from './absent.ts';

const create = absent({
  name: 'create',
  usage: '[OPTIONS] PLUGIN PLUGIN-DATA-DIR',
  short:
    'Create a plugin from a rootfs and configuration. Plugin data directory must contain config.json and rootfs directory.',
  args: minArgs(2),
  flags: {
    compress: flag.bool('Compress the context using gzip'),
  },
});

const disable = absent({
  name: 'disable',
  usage: '[OPTIONS] PLUGIN',
  short: 'Disable a plugin',
  args: exactArgs(1),
  flags: {
    force: flag.bool('Force the disable of an active plugin', { short: 'f' }),
  },
});

const enable = absent({
  name: 'enable',
  usage: '[OPTIONS] PLUGIN',
  short: 'Enable a plugin',
  args: exactArgs(1),
  flags: {
    timeout: flag.int('HTTP client timeout (in seconds)', { default: 30 }),
  },
});

const inspect = absent({
  name: 'inspect',
  usage: '[OPTIONS] PLUGIN [PLUGIN...]',
  short: 'Display detailed information on one or more plugins',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
  },
});

const install = absent({
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

const ls = absent({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List plugins',
  aliases: ['list'],
  flags: {
    filter: flag.filter('Provide filter values (e.g. "enabled=true")', { short: 'f' }),
    format: flag.string(FORMAT_HELP),
    'no-trunc': flag.bool("Don't truncate output"),
    quiet: flag.bool('Only display plugin IDs', { short: 'q' }),
  },
});

const push = absent({
  name: 'push',
  usage: '[OPTIONS] PLUGIN[:TAG]',
  short: 'Push a plugin to a registry',
  args: exactArgs(1),
  flags: {
    'disable-content-trust': flag.bool('Skip image signing', { default: true }),
  },
});

const rm = absent({
  name: 'rm',
  usage: '[OPTIONS] PLUGIN [PLUGIN...]',
  short: 'Remove one or more plugins',
  aliases: ['remove'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Force the removal of an active plugin', { short: 'f' }),
  },
});

const set = absent({
  name: 'set',
  usage: 'PLUGIN KEY=VALUE [KEY=VALUE...]',
  short: 'Change settings for a plugin',
  args: minArgs(2),
});

const upgrade = absent({
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

export const plugin = verb({
  name: 'plugin',
  short: 'Manage plugins',
  commands: [create, disable, enable, inspect, install, ls, push, rm, set, upgrade],
});
