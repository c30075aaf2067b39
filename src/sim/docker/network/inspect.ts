import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { INSPECT_FORMAT_HELP } from '../format-help.ts';
import { type Inspected, inspect } from '../inspect/inspector.ts';

export function* networkNamed(cli: Cli, name: string, verbose = false): Task<Inspected> {
  return { type: 'network.Inspect', json: yield* cli.client.networkInspect(name, { verbose }) };
}

export const inspectNetwork = verb({
  name: 'inspect',
  usage: '[OPTIONS] NETWORK [NETWORK...]',
  short: 'Display detailed information on one or more networks',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
    verbose: flag.bool('Verbose output for diagnostics', { short: 'v' }),
  },
  completes: ['network'],
  run: (cli, { args, flags }) => inspect(cli, args, flags.format, (name) => networkNamed(cli, name, flags.verbose)),
});
