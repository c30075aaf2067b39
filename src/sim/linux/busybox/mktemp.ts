import { mktemp as run } from '../text/mktemp.ts';
import { applet } from './applet.ts';

/** mktemp: a file of its own. It has lost the template by the time it complains. */
export const mktemp = applet({
  short: 'dqtp:u',
  operands: [0, 1],
  run: (call) =>
    run(call, {
      template: 'tmp.XXXXXX',
      tooFew: () => ': Invalid argument',
      failed: (_template, _what, reason) => `: ${reason}`,
    }),
});
