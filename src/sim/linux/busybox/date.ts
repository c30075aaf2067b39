import { date as show } from '../text/date.ts';
import { applet } from './applet.ts';

/** date: shows the time. */
export const date = applet({
  short: 'Rs:ud:r:I::D:',
  long: { 'rfc-822': 'R', 'rfc-2822': 'R', set: 's', utc: 'u', date: 'd', reference: 'r' },
  lacks: ['D'],
  run: (call) => show(call, '%a %b %e %H:%M:%S %Z %Y', (text) => `invalid date '${text}'`),
});
