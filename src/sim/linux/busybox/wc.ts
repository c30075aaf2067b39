import { PLAIN } from '../inputs.ts';
import { chosenColumns, wc as count } from '../text/wc.ts';
import { applet } from './applet.ts';

/** wc: counts, in columns of nine where there are several. */
export const wc = applet({
  short: 'lwcmL',
  run: (call) => count(call, PLAIN, () => (chosenColumns(call).length > 1 ? 9 : 1)),
});
