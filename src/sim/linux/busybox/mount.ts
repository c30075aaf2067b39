import { mountList } from '../mounts.ts';
import { NotSimulated } from '../not-simulated.ts';
import { applet } from './applet.ts';

/** mount: without arguments, what is mounted where. */
export const mount = applet({
  short: 't:o:arwnfiv',
  *run(call) {
    if (call.operands.length > 0 || call.options.has('a')) throw new NotSimulated('mount DEVICE NODE');
    yield* call.print(yield* mountList(call.sys, call.options.value('t')));
    return 0;
  },
});
