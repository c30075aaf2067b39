import { baseName, Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { destination, statOf } from '../files/path.ts';
import { NotSimulated } from '../not-simulated.ts';
import { gnu } from './gnu.ts';

/** ln -s: makes symbolic links. */
export const ln = gnu({
  short: 'bdfFiLnPrsS:t:Tv',
  long: { symbolic: 's', force: 'f', 'no-dereference': 'n', 'no-target-directory': 'T' },
  lacks: ['b', 'd', 'F', 'i', 'L', 'P', 'r', 'S', 't', 'v'],
  *run(call) {
    const { sys, options, operands } = call;
    if (operands.length === 0) throw new Misuse('missing file operand');
    if (!options.has('s')) throw new NotSimulated('ln (sans -s)');
    const last = operands.at(-1) as string;
    const targets = operands.length === 1 ? operands : operands.slice(0, -1);
    const link = operands.length === 1 ? baseName(last) : last;
    const placeOf = (target: string): string =>
      options.has('T') || options.has('n') ? link : destination(sys, target, link);
    return yield* eachOperand(
      call,
      targets,
      (target, reason) => `failed to create symbolic link '${placeOf(target)}': ${reason}`,
      (target) => {
        const place = placeOf(target);
        if (options.has('f') && statOf(sys, place, false) !== undefined) sys.unlink(place);
        sys.symlink(target, place);
      },
    );
  },
});
