import { Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { makeDirectory } from '../files/mkdir.ts';
import { gnu } from './gnu.ts';

/** mkdir: makes directories. */
export const mkdir = gnu({
  short: 'm:pvZ',
  long: { mode: 'm', parents: 'p', verbose: 'v' },
  lacks: ['v', 'Z'],
  *run(call) {
    if (call.operands.length === 0) throw new Misuse('missing operand');
    return yield* eachOperand(
      call,
      call.operands,
      (path, reason) => `cannot create directory ‘${path}’: ${reason}`,
      (path) => makeDirectory(call, path),
    );
  },
});
