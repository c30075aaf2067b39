import { eachOperand } from '../files/each.ts';
import { removeDirectory } from '../files/rmdir.ts';
import { applet } from './applet.ts';

/** rmdir: removes empty directories. */
export const rmdir = applet({
  short: 'p',
  long: { parents: 'p', 'ignore-fail-on-non-empty': 'ignore-fail-on-non-empty' },
  lacks: ['ignore-fail-on-non-empty'],
  operands: [1, Number.POSITIVE_INFINITY],
  run: (call) =>
    eachOperand(
      call,
      call.operands,
      (path, reason) => `'${path}': ${reason}`,
      (path) => removeDirectory(call, path),
    ),
});
