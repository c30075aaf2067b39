import { Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { removeDirectory } from '../files/rmdir.ts';
import { gnu } from './gnu.ts';

/** rmdir: removes empty directories. */
export const rmdir = gnu({
  short: 'pv',
  long: { parents: 'p', verbose: 'v' },
  lacks: ['v'],
  *run(call) {
    if (call.operands.length === 0) throw new Misuse('missing operand');
    return yield* eachOperand(
      call,
      call.operands,
      (path, reason) => `failed to remove '${path}': ${reason}`,
      (path) => removeDirectory(call, path),
    );
  },
});
