import * as flag from '../../command/flags.ts';
import type { Filters } from '../../command/list-flags.ts';
import type { Task } from '../../kernel/task.ts';
import { type Cli, verb } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { type PruneReport, printReport, printSpace, pruneReport } from '../prune-report.ts';

const warning = (which: string): string => `WARNING! This will remove ${which}.
Are you sure you want to continue?`;

/** Dangling images, or with `all` those that no container uses. */
export function* pruneImages(cli: Cli, all: boolean, filters: Filters): Task<PruneReport> {
  const dangling = [...(filters.dangling ?? []), String(!all)];
  const { ImagesDeleted, SpaceReclaimed } = yield* cli.client.imagesPrune({ ...filters, dangling });
  const lines = ImagesDeleted?.map(({ Untagged, Deleted }) =>
    Untagged ? `untagged: ${Untagged}` : `deleted: ${Deleted}`,
  );
  return pruneReport('Deleted Images', lines, SpaceReclaimed);
}

export const prune = verb({
  name: 'prune',
  usage: '[OPTIONS]',
  short: 'Remove unused images',
  flags: {
    all: flag.bool('Remove all unused images, not just dangling ones', { short: 'a' }),
    filter: flag.filter('Provide filter values (e.g. "until=<timestamp>")'),
    force: flag.bool('Do not prompt for confirmation', { short: 'f' }),
  },
  *run(cli, { flags }) {
    const which = flags.all ? 'all images without at least one container associated to them' : 'all dangling images';
    if (!flags.force && !(yield* confirm(cli, warning(which)))) return 0;
    const report = yield* pruneImages(cli, flags.all, flags.filter);
    yield* printReport(cli, report);
    yield* printSpace(cli, report.space);
    return 0;
  },
});
