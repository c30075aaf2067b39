import { date as show } from '../text/date.ts';
import { gnu } from './gnu.ts';

/** date: shows the time. */
export const date = gnu({
  short: 'd:f:I::r:Rs:u',
  long: { date: 'd', 'iso-8601': 'I', reference: 'r', 'rfc-email': 'R', set: 's', utc: 'u', universal: 'u' },
  lacks: ['f'],
  run: (call) => show(call, '%a %b %e %H:%M:%S %Z %Y', (text) => `invalid date ‘${text}’`),
});
