import { nl as number } from '../text/nl.ts';
import { gnu } from './gnu.ts';

/** nl: numbers lines. */
export const nl = gnu({
  short: 'b:d:f:h:i:l:n:ps:v:w:',
  long: {
    'body-numbering': 'b',
    'line-increment': 'i',
    'number-separator': 's',
    'starting-line-number': 'v',
    'number-width': 'w',
  },
  lacks: ['d', 'f', 'h', 'l', 'n', 'p'],
  run: number,
});
