import * as flag from '../../command/flags.ts';
import { naturalOrder } from '../../command/natural-order.ts';
import { verb } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { pruneContainers } from '../container/prune.ts';
import { pruneImages } from '../image/prune.ts';
import { pruneNetworks } from '../network/prune.ts';
import { type PruneReport, printReport, printSpace } from '../prune-report.ts';
import { pruneVolumes } from '../volume/prune.ts';

/** The filters that the question repeats. */
const SHOWN_FILTERS = ['label', 'label!', 'until'];

const bullets = (lines: readonly string[]): string => lines.map((line) => `\n  - ${line}`).join('');

function question(all: boolean, volumes: boolean, filters: readonly string[]): string {
  const warnings = [
    'all stopped containers',
    'all networks not used by at least one container',
    ...(volumes ? ['all anonymous volumes not used by at least one container'] : []),
    all ? 'all images without at least one container associated to them' : 'all dangling images',
    all ? 'all build cache' : 'unused build cache',
  ];
  const filtered = filters.length === 0 ? '' : `\n  Items to be pruned will be filtered with:${bullets(filters)}\n`;
  return `WARNING! This will remove:${bullets(warnings)}\n${filtered}\nAre you sure you want to continue?`;
}

export const prune = verb({
  name: 'prune',
  usage: '[OPTIONS]',
  short: 'Remove unused data',
  flags: {
    all: flag.bool('Remove all unused images not just dangling ones', { short: 'a' }),
    filter: flag.filter('Provide filter values (e.g. "label=<key>=<value>")'),
    force: flag.bool('Do not prompt for confirmation', { short: 'f' }),
    volumes: flag.bool('Prune anonymous volumes'),
  },
  *run(cli, { flags }) {
    const { all, volumes, filter } = flags;
    if (volumes && filter.until !== undefined) {
      throw new Error('ERROR: The "until" filter is not supported with "--volumes"');
    }
    const shown = SHOWN_FILTERS.flatMap((name) => (filter[name] ?? []).map((value) => `${name}=${value}`));
    if (!flags.force && !(yield* confirm(cli, question(all, volumes, shown.sort(naturalOrder))))) return 0;
    const reports: PruneReport[] = [];
    for (const prune of [
      () => pruneContainers(cli, filter),
      () => pruneNetworks(cli, filter),
      ...(volumes ? [() => pruneVolumes(cli, filter)] : []),
      () => pruneImages(cli, all, filter),
    ]) {
      const report = yield* prune();
      yield* printReport(cli, report);
      reports.push(report);
    }
    yield* printSpace(
      cli,
      reports.reduce((sum, { space }) => sum + space, 0),
    );
    return 0;
  },
});
