import { readUsers } from '../accounts.ts';
import { Failure } from '../call.ts';
import { applet } from './applet.ts';

/** whoami: the effective user's name. */
export const whoami = applet({
  operands: [0, 0],
  *run(call) {
    const { uid } = call.sys;
    const user = (yield* readUsers(call.sys)).find(({ id }) => id === uid);
    if (user === undefined) throw new Failure(`unknown uid ${uid}`);
    yield* call.print(`${user.name}\n`);
    return 0;
  },
});
