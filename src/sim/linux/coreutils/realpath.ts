import { eachOperand } from '../files/each.ts';
import { realPath } from '../files/real-path.ts';
import { gnu } from './gnu.ts';

/** realpath: where files really are, all links followed; the last name may be missing. */
export const realpath = gnu({
  short: 'emqsz',
  long: { quiet: 'q' },
  lacks: ['m', 's', 'z'],
  operands: [1, Number.POSITIVE_INFINITY],
  run: (call) =>
    eachOperand(
      call,
      call.operands,
      (path, reason) => `${path}: ${reason}`,
      function* (path) {
        const real = realPath(call.sys, path);
        if (call.options.has('e')) call.sys.lstat(real);
        yield* call.print(`${real}\n`);
      },
    ),
});
