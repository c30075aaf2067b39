import * as flag from '../../command/flags.ts';
import { naturalOrder } from '../../command/natural-order.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { printList } from '../formatter/list.ts';
import { volumeListing } from '../formatter/volume.ts';

const QUIET = '{{.Name}}';
const TABLE = 'table {{.Driver}}\t{{.Name}}';

export const ls = verb({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List volumes',
  aliases: ['list'],
  flags: {
    filter: flag.filter('Provide filter values (e.g. "dangling=true")', { short: 'f' }),
    format: flag.string(FORMAT_HELP),
    quiet: flag.bool('Only display volume names', { short: 'q' }),
  },
  *run(cli, { flags }) {
    const { Volumes } = yield* cli.client.volumeList({ filters: flags.filter });
    const format = flags.format || 'table';
    const template = format === 'table' ? (flags.quiet ? QUIET : TABLE) : format;
    const rows = (Volumes ?? []).toSorted((a, b) => naturalOrder(a.Name, b.Name));
    yield* printList(cli, volumeListing, template, rows);
    return 0;
  },
});
