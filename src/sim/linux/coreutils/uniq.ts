import { orDie } from '../system-call.ts';
import { uniq as once } from '../text/uniq.ts';
import { gnu } from './gnu.ts';

/** uniq: repeated lines once. */
export const uniq = gnu({
  short: 'cdDuif:s:w:z',
  long: {
    count: 'c',
    repeated: 'd',
    unique: 'u',
    'ignore-case': 'i',
    'skip-fields': 'f',
    'skip-chars': 's',
    'check-chars': 'w',
  },
  lacks: ['D', 'z'],
  operands: [0, 2],
  *run(call) {
    const [input = '-', output = '-'] = call.operands;
    const from = input === '-' ? 0 : orDie(input, () => call.sys.open(input));
    const to =
      output === '-' ? 1 : orDie(output, () => call.sys.open(output, { write: true, create: true, truncate: true }));
    yield* once(call, from, (text) => call.sys.write(to, text));
    return 0;
  },
});
