import * as flag from '../../command/flags.ts';
import { print, verb } from '../cli.ts';
import { confirm } from '../confirm.ts';

const WARNING = `WARNING! This will remove all custom networks not used by at least one container.
Are you sure you want to continue?`;

export const prune = verb({
  name: 'prune',
  usage: '[OPTIONS]',
  short: 'Remove all unused networks',
  flags: {
    filter: flag.filter('Provide filter values (e.g. "until=<timestamp>")'),
    force: flag.bool('Do not prompt for confirmation', { short: 'f' }),
  },
  *run(cli, { flags }) {
    if (!flags.force && !(yield* confirm(cli, WARNING))) return 0;
    const { NetworksDeleted } = yield* cli.client.networksPrune(flags.filter);
    if (NetworksDeleted?.length) yield* print(cli, `Deleted Networks:\n${NetworksDeleted.join('\n')}\n\n`);
    return 0;
  },
});
