import { eachOperand } from '../files/each.ts';
import { realPath } from '../files/real-path.ts';
import { applet } from './applet.ts';

/** realpath: where files really are, all links followed; the file must be there. */
export const realpath = applet({
  operands: [1, Number.POSITIVE_INFINITY],
  run: (call) =>
    eachOperand(
      call,
      call.operands,
      (path, reason) => `${path}: ${reason}`,
      function* (path) {
        const real = realPath(call.sys, path);
        call.sys.lstat(real);
        yield* call.print(`${real}\n`);
      },
    ),
});
