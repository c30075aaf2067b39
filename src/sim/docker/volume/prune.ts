import * as flag from '../../command/flags.ts';
import type { Filters } from '../../command/list-flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { type PruneReport, printReport, printSpace, pruneReport } from '../prune-report.ts';

const warning = (which: string): string => `WARNING! This will remove ${which} not used by at least one container.
Are you sure you want to continue?`;

export function* pruneVolumes(cli: Cli, filters: Filters): Task<PruneReport> {
  const { VolumesDeleted, SpaceReclaimed } = yield* cli.client.volumesPrune(filters);
  return pruneReport('Deleted Volumes', VolumesDeleted, SpaceReclaimed);
}

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
    const question = warning(flags.all ? 'all local volumes' : 'anonymous local volumes');
    if (!flags.force && !(yield* confirm(cli, question))) return 0;
    const report = yield* pruneVolumes(cli, flags.all ? { ...flags.filter, all: ['true'] } : flags.filter);
    yield* printReport(cli, report);
    yield* printSpace(cli, report.space);
    return 0;
  },
});
