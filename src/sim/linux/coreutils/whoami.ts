import { readUsers } from '../accounts.ts';
import { Failure } from '../call.ts';
import { gnu } from './gnu.ts';

/** whoami: the effective user's name. */
export const whoami = gnu({
  operands: [0, 0],
  *run(call) {
    const { uid } = call.sys;
    const user = (yield* readUsers(call.sys)).find(({ id }) => id === uid);
    if (user === undefined) throw new Failure(`cannot find name for user ID ${uid}`);
    yield* call.print(`${user.name}\n`);
    return 0;
  },
});
