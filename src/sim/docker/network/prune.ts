import * as flag from '../../command/flags.ts';
import type { Filters } from '../../command/list-flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { type PruneReport, printReport, pruneReport } from '../prune-report.ts';

const WARNING = `WARNING! This will remove all custom networks not used by at least one container.
Are you sure you want to continue?`;

export function* pruneNetworks(cli: Cli, filters: Filters): Task<PruneReport> {
  const { NetworksDeleted } = yield* cli.client.networksPrune(filters);
  return pruneReport('Deleted Networks', NetworksDeleted);
}

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
    yield* printReport(cli, yield* pruneNetworks(cli, flags.filter));
    return 0;
  },
});
