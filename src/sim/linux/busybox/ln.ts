import { baseName } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { destination, statOf } from '../files/path.ts';
import { applet } from './applet.ts';

/** ln: gives files other names, or with -s makes symbolic links. */
export const ln = applet({
  short: 'sfnbS:vT',
  lacks: ['b', 'S'],
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { sys, options, operands } = call;
    const last = operands.at(-1) as string;
    const targets = operands.length === 1 ? operands : operands.slice(0, -1);
    const link = operands.length === 1 ? baseName(last) : last;
    const placeOf = (target: string): string =>
      options.has('T') || options.has('n') ? link : destination(sys, target, link);
    return yield* eachOperand(
      call,
      targets,
      (target, reason) => `${options.has('s') || statOf(sys, target, false) ? placeOf(target) : target}: ${reason}`,
      (target) => {
        const place = placeOf(target);
        if (!options.has('s')) sys.lstat(target);
        if (options.has('f') && statOf(sys, place, false) !== undefined) sys.unlink(place);
        if (options.has('s')) sys.symlink(target, place);
        else sys.link(target, place);
        return options.has('v') ? call.print(`'${place}' -> '${target}'\n`) : undefined;
      },
    );
  },
});
