import * as flag from '../../command/flags.ts';
import { humanSize } from '../../command/units.ts';
import { print, verb } from '../cli.ts';
import { confirm } from '../confirm.ts';

const WARNING = `WARNING! This will remove all stopped containers.
Are you sure you want to continue?`;

export const prune = verb({
  name: 'prune',
  usage: '[OPTIONS]',
  short: 'Remove all stopped containers',
  flags: {
    filter: flag.filter('Provide filter values (e.g. "until=<timestamp>")'),
    force: flag.bool('Do not prompt for confirmation', { short: 'f' }),
  },
  *run(cli, { flags }) {
    if (!flags.force && !(yield* confirm(cli, WARNING))) return 0;
    const { ContainersDeleted, SpaceReclaimed } = yield* cli.client.containersPrune(flags.filter);
    const some = (ContainersDeleted?.length ?? 0) > 0;
    if (some) yield* print(cli, `Deleted Containers:\n${ContainersDeleted?.join('\n')}\n\n`);
    yield* print(cli, `Total reclaimed space: ${humanSize(some ? SpaceReclaimed : 0)}\n`);
    return 0;
  },
});
