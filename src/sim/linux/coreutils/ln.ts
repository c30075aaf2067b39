import { baseName, Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { destination, statOf } from '../files/path.ts';
import { gnu } from './gnu.ts';

/** ln: gives files other names, or with -s makes symbolic links. */
export const ln = gnu({
  short: 'bdfFiLnPrsS:t:Tv',
  long: { symbolic: 's', verbose: 'v', force: 'f', 'no-dereference': 'n', 'no-target-directory': 'T' },
  lacks: ['b', 'd', 'F', 'i', 'L', 'P', 'r', 'S', 't'],
  *run(call) {
    const { sys, options, operands } = call;
    if (operands.length === 0) throw new Misuse('missing file operand');
    const last = operands.at(-1) as string;
    const targets = operands.length === 1 ? operands : operands.slice(0, -1);
    const link = operands.length === 1 ? `./${baseName(last)}` : last;
    const symbolic = options.has('s');
    const placeOf = (target: string): string =>
      options.has('T') || options.has('n') ? link : destination(sys, target, link);
    const complaint = (target: string, reason: string): string => {
      const stat = symbolic ? undefined : statOf(sys, target, false);
      if (symbolic) return `failed to create symbolic link '${placeOf(target)}': ${reason}`;
      if (stat === undefined) return `failed to access '${target}': ${reason}`;
      if (stat.type === 'directory') return `${target}: hard link not allowed for directory`;
      return `failed to create hard link '${placeOf(target)}': ${reason}`;
    };
    return yield* eachOperand(
      call,
      targets,
      (target, reason) => complaint(target, reason),
      (target) => {
        const place = placeOf(target);
        if (!symbolic) sys.lstat(target);
        if (options.has('f') && statOf(sys, place, false) !== undefined) sys.unlink(place);
        if (symbolic) sys.symlink(target, place);
        else sys.link(target, place);
        return options.has('v') ? call.print(`'${place}' ${symbolic ? '->' : '=>'} '${target}'\n`) : undefined;
      },
    );
  },
});
