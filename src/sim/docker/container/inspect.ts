import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { INSPECT_FORMAT_HELP } from '../format-help.ts';
import { type Inspected, inspect } from '../inspect/inspector.ts';

export function* containerNamed(cli: Cli, name: string, size: boolean): Task<Inspected> {
  return { type: 'container.InspectResponse', json: yield* cli.client.containerInspect(name, { size }) };
}

export const inspectContainer = verb({
  name: 'inspect',
  usage: '[OPTIONS] CONTAINER [CONTAINER...]',
  short: 'Display detailed information on one or more containers',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
    size: flag.bool('Display total file sizes', { short: 's' }),
  },
  completes: ['container'],
  run: (cli, { args, flags }) => inspect(cli, args, flags.format, (name) => containerNamed(cli, name, flags.size)),
});
