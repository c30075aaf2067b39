import { eachOperand } from '../files/each.ts';
import { makeDirectory } from '../files/mkdir.ts';
import { applet } from './applet.ts';

/** mkdir: makes directories. */
export const mkdir = applet({
  short: 'm:p',
  long: { mode: 'm', parents: 'p' },
  operands: [1, Number.POSITIVE_INFINITY],
  run: (call) =>
    eachOperand(
      call,
      call.operands,
      (path, reason) => `can't create directory '${path}': ${reason}`,
      (path) => makeDirectory(call, path),
    ),
});
