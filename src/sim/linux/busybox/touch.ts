import { eachOperand } from '../files/each.ts';
import { touchFile } from '../files/touch.ts';
import { applet } from './applet.ts';

/** touch: sets the time of files. */
export const touch = applet({
  short: 'chamd:t:r:',
  long: { 'no-create': 'c', date: 'd', reference: 'r' },
  lacks: ['t', 'h'],
  operands: [1, Number.POSITIVE_INFINITY],
  run: (call) =>
    eachOperand(
      call,
      call.operands,
      (path, reason) => `${path}: ${reason}`,
      (path) => touchFile(call, path),
    ),
});
