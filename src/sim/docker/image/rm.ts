import type { ImageDeleteItem } from '../../api/types/image.ts';
import { DaemonError } from '../../client/errors.ts';
import { minArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { print, printError, verb } from '../cli.ts';

const line = ({ Deleted, Untagged }: ImageDeleteItem): string =>
  Deleted ? `Deleted: ${Deleted}\n` : `Untagged: ${Untagged ?? ''}\n`;

export const rm = verb({
  name: 'rm',
  usage: '[OPTIONS] IMAGE [IMAGE...]',
  short: 'Remove one or more images',
  aliases: ['remove'],
  twins: ['rmi'],
  args: minArgs(1),
  flags: {
    force: flag.bool('Force removal of the image', { short: 'f' }),
    'no-prune': flag.bool('Do not delete untagged parents'),
    platform: flag.strings(
      'Remove only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")',
      { simulated: false },
    ),
  },
  completes: ['image'],
  *run(cli, { args, flags }) {
    const errors: string[] = [];
    let fatal = false;
    for (const name of args) {
      try {
        const items = yield* cli.client.imageRemove(name, { force: flags.force, pruneChildren: !flags['no-prune'] });
        yield* print(cli, items.map(line).join(''));
      } catch (error) {
        if (!(error instanceof DaemonError) || error.status !== 404) fatal = true;
        errors.push((error as Error).message);
      }
    }
    if (errors.length === 0) return 0;
    if (!flags.force || fatal) throw new Error(errors.join('\n'));
    yield* printError(cli, `${errors.join('\n')}\n`);
    return 0;
  },
});
