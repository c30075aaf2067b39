import * as flag from '../../command/flags.ts';
import { naturalOrder } from '../../command/natural-order.ts';
import { verb } from '../cli.ts';
import { FORMAT_HELP } from '../format-help.ts';
import { printList } from '../formatter/list.ts';
import { networkListing } from '../formatter/network.ts';

const QUIET = '{{.ID}}';
const RAW_QUIET = 'network_id: {{.ID}}';
const RAW = 'network_id: {{.ID}}\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n';
const TABLE = 'table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}';

/** NewFormat() of docker/cli's network formatter. */
function templateOf(format: string, quiet: boolean): string {
  if (format === 'table') return quiet ? QUIET : TABLE;
  if (format === 'raw') return quiet ? RAW_QUIET : RAW;
  return format;
}

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
    const rows = networks.toSorted((a, b) => naturalOrder(a.Name, b.Name));
    yield* printList(cli, networkListing(!flags['no-trunc']), templateOf(flags.format || 'table', flags.quiet), rows);
    return 0;
  },
});
