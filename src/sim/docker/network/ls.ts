import * as flag from '../../command/flags.ts';
import { naturalOrder } from '../../command/natural-order.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { printList } from '../formatter/list.ts';
import { networkListing } from '../formatter/network.ts';

const QUIET = '{{.ID}}';
const TABLE = 'table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}';

export const ls = verb({
  name: 'ls',
  usage: '[OPTIONS]',
  short: 'List networks',
  aliases: ['list'],
  flags: {
    filter: flag.filter('Provide filter values (e.g. "driver=bridge")', { short: 'f' }),
    format: flag.string(FORMAT_HELP),
    'no-trunc': flag.bool('Do not truncate the output'),
    quiet: flag.bool('Only display network IDs', { short: 'q' }),
  },
  *run(cli, { flags }) {
    const networks = yield* cli.client.networkList({ filters: flags.filter });
    const format = flags.format || 'table';
    const template = format === 'table' ? (flags.quiet ? QUIET : TABLE) : format;
    const rows = networks.toSorted((a, b) => naturalOrder(a.Name, b.Name));
    yield* printList(cli, networkListing(!flags['no-trunc']), template, rows);
    return 0;
  },
});
