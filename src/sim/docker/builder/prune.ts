import * as flag from '../../command/flags.ts';
import { verb } from '../cli.ts';
import { confirm } from '../confirm.ts';
import { printSpace } from '../prune-report.ts';

export const prune = verb({
  name: 'prune',
  short: 'Remove build cache',
  flags: {
    all: flag.bool('Remove all unused build cache, not just dangling ones', { short: 'a' }),
    filter: flag.filter('Provide filter values (e.g. "until=24h")'),
    force: flag.bool('Do not prompt for confirmation', { short: 'f' }),
    'keep-storage': flag.bytes('Amount of disk space to keep for cache'),
  },
  *run(cli, { flags: { all, filter, force, 'keep-storage': keepStorage } }) {
    const question = `WARNING! This will remove all ${all ? '' : 'dangling '}build cache. Are you sure you want to continue?`;
    if (!force && !(yield* confirm(cli, question))) return 0;
    const { SpaceReclaimed } = yield* cli.client.buildCachePrune({ all, filters: filter, keepStorage });
    yield* printSpace(cli, SpaceReclaimed);
    return 0;
  },
});
