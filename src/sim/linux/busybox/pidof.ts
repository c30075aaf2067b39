import { processesNamed } from '../processes-named.ts';
import { applet } from './applet.ts';

/** pidof: the numbers of the processes that run under a name. */
export const pidof = applet({
  *run(call) {
    const pids = call.operands.flatMap((name) => processesNamed(call.sys, name).map(({ pid }) => pid));
    yield* call.print(`${pids.join(' ')}\n`);
    return pids.length === 0 ? 1 : 0;
  },
});
