import type { Plugin } from '../../client/plugin.ts';
import { exactArgs, minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { create, install, push, upgrade } from '../absent/plugin.ts';
import { type Cli, verb } from '../cli.ts';
import { eachInTurn } from '../each.ts';
import { FORMAT_HELP, INSPECT_FORMAT_HELP } from '../format-help.ts';
import { type Listing, printList } from '../formatter/list.ts';
import { type Inspected, inspect as inspectAll } from '../inspect/inspector.ts';

const TABLE = 'table {{.ID}}\t{{.Name}}\t{{.Description}}\t{{.Enabled}}';

/** docker/cli's plugin formatter. */
const listing: Listing<Plugin> = {
  type: '*formatter.pluginContext',
  columns: {
    ID: { heading: 'ID', show: ({ Id }) => Id },
    Name: { heading: 'NAME', show: ({ Name }) => Name },
    Description: { heading: 'DESCRIPTION', show: ({ Config }) => Config.Description },
    Enabled: { heading: 'ENABLED', show: ({ Enabled }) => Enabled },
    PluginReference: { heading: 'PLUGIN REFERENCE', show: ({ PluginReference }) => PluginReference },
  },
};

function* pluginNamed(cli: Cli, name: string): Task<Inspected> {
  return { type: 'types.Plugin', json: yield* cli.client.pluginInspect(name) };
}

const disable = verb({
  name: 'disable',
  usage: '[OPTIONS] PLUGIN',
  short: 'Disable a plugin',
  args: exactArgs(1),
  flags: {
    force: flag.bool('Force the disable of an active plugin', { short: 'f' }),
  },
  run: (cli, { args, flags }) => eachInTurn(cli, args, (name) => cli.client.pluginDisable(name, flags.force)),
});

const enable = verb({
  name: 'enable',
  usage: '[OPTIONS] PLUGIN',
  short: 'Enable a plugin',
  args: exactArgs(1),
  flags: {
    timeout: flag.int('HTTP client timeout (in seconds)', { default: 30 }),
  },
  run: (cli, { args, flags }) => eachInTurn(cli, args, (name) => cli.client.pluginEnable(name, flags.timeout)),
});

const inspect = verb({
  name: 'inspect',
  usage: '[OPTIONS] PLUGIN [PLUGIN...]',
  short: 'Display detailed information on one or more plugins',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
  },
  run: (cli, { args, flags }) => inspectAll(cli, args, flags.format, (name) => pluginNamed(cli, name)),
});

const ls = verb({
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
  *run(cli, { flags: { filter, format, quiet } }) {
    const plugins = yield* cli.client.pluginList(filter);
    const plain = format === '' || format === 'table';
    yield* printList(cli, listing, plain ? (quiet ? '{{.ID}}' : TABLE) : format, plugins);
    return 0;
  },
});

const rm = verb({
  name: 'rm',
  usage: '[OPTIONS] PLUGIN [PLUGIN...]',
  short: 'Remove one or more plugins',
  aliases: ['remove'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Force the removal of an active plugin', { short: 'f' }),
  },
  run: (cli, { args, flags }) => eachInTurn(cli, args, (name) => cli.client.pluginRemove(name, flags.force)),
});

const set = verb({
  name: 'set',
  usage: 'PLUGIN KEY=VALUE [KEY=VALUE...]',
  short: 'Change settings for a plugin',
  args: minArgs(2),
  *run(cli, { args: [name = '', ...settings] }) {
    yield* cli.client.pluginSet(name, settings);
    return 0;
  },
});

export const plugin = verb({
  name: 'plugin',
  short: 'Manage plugins',
  commands: [create, disable, enable, inspect, install, ls, push, rm, set, upgrade],
});
