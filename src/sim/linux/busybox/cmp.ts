import { cmp as run } from '../text/cmp.ts';
import { applet } from './applet.ts';

/** cmp: where two files begin to differ. */
export const cmp = applet({
  short: 'sln:',
  operands: [1, 4],
  run: (call) => run(call, { unit: 'char', end: (path) => `EOF on ${path}` }),
});
