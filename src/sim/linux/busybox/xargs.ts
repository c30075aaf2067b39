import { xargs as run } from '../text/xargs.ts';
import { applet } from './applet.ts';
import { wholeNumber } from './number.ts';

/** xargs: runs a command with the words of the standard input. */
export const xargs = applet({
  short: '0ora:tpE:e::I:n:s:P:x',
  long: { null: '0', 'no-run-if-empty': 'r', 'max-args': 'n' },
  lacks: ['a', 'o', 'p', 'E', 'e', 's', 'x'],
  stopAtOperand: true,
  run: (call) =>
    run(call, {
      cannotRun: (name, reason) => `${name}: ${reason}`,
      unmatched: (quote) => `unmatched ${quote} quote`,
      count: (text) => wholeNumber(text, 1),
    }),
});
