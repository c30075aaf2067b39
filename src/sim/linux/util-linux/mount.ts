import { mountList } from '../mounts.ts';
import { NotSimulated } from '../not-simulated.ts';
import { utilLinux } from './util-linux.ts';

/** mount: what is mounted where. */
export const mount = utilLinux({
  short: 't:o:larwnfivVh',
  long: { types: 't', options: 'o', 'show-labels': 'l', all: 'a', 'read-only': 'r', version: 'V' },
  lacks: ['h'],
  *run(call) {
    if (call.options.has('V')) {
      yield* call.print('mount from util-linux 2.42.4\n');
      return 0;
    }
    if (call.operands.length > 0 || call.options.has('a')) throw new NotSimulated('mount DEVICE DIRECTORY');
    yield* call.print(yield* mountList(call.sys, call.options.value('t')));
    return 0;
  },
});
