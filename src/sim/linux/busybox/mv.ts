import { Misuse } from '../call.ts';
import { eachOperand } from '../files/each.ts';
import { destination, statOf } from '../files/path.ts';
import { applet } from './applet.ts';

/** mv: renames files, or moves them into a directory. */
export const mv = applet({
  short: 'finTt:',
  lacks: ['i'],
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { sys, options, operands } = call;
    const folder = options.value('t');
    const sources = folder === undefined ? operands.slice(0, -1) : operands;
    const target = folder ?? (operands.at(-1) as string);
    if (sources.length === 0) throw new Misuse();
    return yield* eachOperand(
      call,
      sources,
      (path, reason) => `can't rename '${path}': ${reason}`,
      (source) => {
        const to = options.has('T') ? target : destination(sys, source, target);
        if (!options.has('n') || statOf(sys, to, false) === undefined) sys.rename(source, to);
      },
    );
  },
});
