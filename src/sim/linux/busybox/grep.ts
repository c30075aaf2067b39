import { GREP_OPTIONS, grep as search } from '../text/grep.ts';
import { applet } from './applet.ts';

/** grep, egrep and fgrep: lines that match. */
export const grep = applet({
  short: `${GREP_OPTIONS}z`,
  long: { color: 'color::' },
  lacks: ['z', 'a', 'b'],
  run: (call) => search(call, (pattern) => `bad regex '${pattern}'`),
});
