import { Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { touchFile } from '../files/touch.ts';
import { gnu } from './gnu.ts';

/** touch: sets the time of files. */
export const touch = gnu({
  short: 'acd:fhmr:t:',
  long: { 'no-create': 'c', date: 'd', reference: 'r' },
  lacks: ['h', 't'],
  *run(call) {
    if (call.operands.length === 0) throw new Misuse('missing file operand');
    return yield* eachOperand(
      call,
      call.operands,
      (path, reason) => `cannot touch '${path}': ${reason}`,
      (path) => touchFile(call, path),
    );
  },
});
