import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { INSPECT_FORMAT_HELP } from '../format-help.ts';
import { type Inspected, inspect } from '../inspect/inspector.ts';

export function* imageNamed(cli: Cli, name: string): Task<Inspected> {
  return { type: 'image.InspectResponse', json: yield* cli.client.imageInspect(name) };
}

export const inspectImage = verb({
  name: 'inspect',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  short: 'Display detailed information on one or more images',
  args: minArgs(1),
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
    platform: flag.string(
      "Inspect a specific platform of the multi-platform image.\nIf the image or the server is not multi-platform capable, the command will error out if the platform does not match.\n'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)",
      { simulated: false },
    ),
  },
  completes: ['image'],
  run: (cli, { args, flags }) => inspect(cli, args, flags.format, (name) => imageNamed(cli, name)),
});
