import { readGroups } from '../accounts.ts';
import { applet } from './applet.ts';

/** groups: the names of the groups that the user is in. */
export const groups = applet({
  *run(call) {
    const { sys } = call;
    const known = yield* readGroups(sys);
    const ids = [...new Set([sys.gid, ...sys.groups])];
    yield* call.print(`${ids.map((gid) => known.find(({ id }) => id === gid)?.name ?? gid).join(' ')}\n`);
    return 0;
  },
});
