import { maxArgs } from '../../command/argument-rules.ts';
import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { imageListing, imageRows } from '../formatter/image.ts';
import { printList } from '../formatter/list.ts';

const QUIET = '{{.ID}}';
const TABLE = 'table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}';
const TABLE_WITH_DIGEST = 'table {{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}';

function templateFor(format: string, quiet: boolean, digests: boolean): string {
  if (format !== '' && format !== 'table') return format;
  if (quiet) return QUIET;
  return digests ? TABLE_WITH_DIGEST : TABLE;
}

export const ls = verb({
  name: 'ls',
  usage: '[OPTIONS] [REPOSITORY[:TAG]]',
  short: 'List images',
  aliases: ['list'],
  twins: ['images'],
  args: maxArgs(1),
  flags: {
    all: flag.bool('Show all images (default hides intermediate images)', { short: 'a' }),
    digests: flag.bool('Show digests'),
    filter: flag.filter('Filter output based on conditions provided', { short: 'f' }),
    format: flag.string(FORMAT_HELP),
    'no-trunc': flag.bool("Don't truncate output"),
    quiet: flag.bool('Only show image IDs', { short: 'q' }),
    tree: flag.bool('List multi-platform images as a tree (EXPERIMENTAL)', { simulated: false }),
  },
  common: 7,
  completes: ['image'],
  *run(cli, { args, flags }) {
    const [name] = args;
    const filters =
      name === undefined ? flags.filter : { ...flags.filter, reference: [...(flags.filter.reference ?? []), name] };
    const images = yield* cli.client.imageList({ all: flags.all, filters });
    const format = templateFor(flags.format, flags.quiet, flags.digests);
    const rows = imageRows(images, flags.digests || format.includes('{{.Digest}}'));
    yield* printList(cli, imageListing(!flags['no-trunc'], cli.sys.realtime() / 1e6), format, rows);
    return 0;
  },
});
