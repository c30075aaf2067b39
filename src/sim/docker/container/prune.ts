import * as flag from '../../command/flags.ts';
import type { Filters } from '../../command/list-flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { type PruneReport, printReport, printSpace, pruneReport } from '../prune-report.ts';

const WARNING = `WARNING! This will remove all stopped containers.
Are you sure you want to continue?`;

export function* pruneContainers(cli: Cli, filters: Filters): Task<PruneReport> {
  const { ContainersDeleted, SpaceReclaimed } = yield* cli.client.containersPrune(filters);
  return pruneReport('Deleted Containers', ContainersDeleted, SpaceReclaimed);
}

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
    const report = yield* pruneContainers(cli, flags.filter);
    yield* printReport(cli, report);
    yield* printSpace(cli, report.space);
    return 0;
  },
});
