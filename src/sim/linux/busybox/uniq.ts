import { isErrno } from '../../kernel/errno.ts';
import { Failure } from '../call.ts';
import { orDie } from '../system-call.ts';
import { uniq as once } from '../text/uniq.ts';
import { applet } from './applet.ts';
import { wholeNumber } from './number.ts';

/** uniq: repeated lines once. */
export const uniq = applet({
  short: 'cduif:s:w:z',
  operands: [0, 2],
  lacks: ['z'],
  *run(call) {
    const [input = '-', output = '-'] = call.operands;
    const open = (path: string, flags?: Parameters<typeof call.sys.open>[1]): number =>
      orDie(`can't open '${path}'`, () => call.sys.open(path, flags));
    for (const key of ['f', 's', 'w']) for (const value of call.options.values(key)) wholeNumber(value);
    const from = input === '-' ? 0 : open(input);
    const to = output === '-' ? 1 : open(output, { write: true, create: true, truncate: true });
    try {
      yield* once(call, from, (text) => call.sys.write(to, text));
    } catch (error) {
      throw isErrno(error, 'EISDIR') ? new Failure(`${input}: I/O error`) : error;
    }
    return 0;
  },
});
