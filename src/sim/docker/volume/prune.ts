import * as flag from '../../command/flags.ts';
import { humanSize } from '../../command/units.ts';
import { print, verb } from '../cli.ts';
import { confirm } from '../confirm.ts';

const warning = (which: string): string => `WARNING! This will remove ${which} not used by at least one container.
Are you sure you want to continue?`;

export const prune = verb({
  name: 'prune',
  usage: '[OPTIONS]',
  short: 'Remove unused local volumes',
  flags: {
    all: flag.bool('Remove all unused volumes, not just anonymous ones', { short: 'a' }),
    filter: flag.filter('Provide filter values (e.g. "label=<label>")'),
    force: flag.bool('Do not prompt for confirmation', { short: 'f' }),
  },
  *run(cli, { flags }) {
    if (flags.all && flags.filter.all !== undefined) {
      throw new Error('conflicting options: cannot specify both --all and --filter all=1');
    }
    const filters = flags.all ? { ...flags.filter, all: ['true'] } : flags.filter;
    const question = warning(flags.all ? 'all local volumes' : 'anonymous local volumes');
    if (!flags.force && !(yield* confirm(cli, question))) return 0;
    const { VolumesDeleted, SpaceReclaimed } = yield* cli.client.volumesPrune(filters);
    const some = (VolumesDeleted?.length ?? 0) > 0;
    if (some) yield* print(cli, `Deleted Volumes:\n${VolumesDeleted?.join('\n')}\n\n`);
    yield* print(cli, `Total reclaimed space: ${humanSize(some ? SpaceReclaimed : 0)}\n`);
    return 0;
  },
});
