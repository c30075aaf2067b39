import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { INSPECT_FORMAT_HELP } from '../format-help.ts';
import { type Inspected, inspect } from '../inspect/inspector.ts';

/** `raw`: does the caller have the engine's own JSON? `docker volume inspect` has not. */
export function* volumeNamed(cli: Cli, name: string, raw: boolean): Task<Inspected> {
  return { type: 'volume.Volume', json: yield* cli.client.volumeInspect(name), raw };
}

export const inspectVolume = verb({
  name: 'inspect',
  usage: '[OPTIONS] VOLUME [VOLUME...]',
  short: 'Display detailed information on one or more volumes',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
  },
  completes: ['volume'],
  run: (cli, { args, flags }) => inspect(cli, args, flags.format, (name) => volumeNamed(cli, name, false)),
});
