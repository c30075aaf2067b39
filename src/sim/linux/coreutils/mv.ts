import { Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { destination, statOf } from '../files/path.ts';
import { gnu } from './gnu.ts';

/** mv: renames files, or moves them into a directory. */
export const mv = gnu({
  short: 'bfint:Tuv',
  long: { force: 'f', 'no-clobber': 'n', 'target-directory': 't', 'no-target-directory': 'T', verbose: 'v' },
  lacks: ['b', 'i', 'u', 'v'],
  *run(call) {
    const { sys, options, operands } = call;
    const folder = options.value('t');
    const [first] = operands;
    if (first === undefined) throw new Misuse('missing file operand');
    if (folder === undefined && operands.length === 1)
      throw new Misuse(`missing destination file operand after '${first}'`);
    const target = folder ?? (operands.at(-1) as string);
    return yield* eachOperand(
      call,
      folder === undefined ? operands.slice(0, -1) : operands,
      (path, reason) => `cannot stat '${path}': ${reason}`,
      (source) => {
        const to = options.has('T') ? target : destination(sys, source, target);
        if (!options.has('n') || statOf(sys, to, false) === undefined) sys.rename(source, to);
      },
    );
  },
});
