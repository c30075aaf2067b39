import { tee as copy } from '../text/tee.ts';
import { gnu } from './gnu.ts';

/** tee: the standard input to the standard output and to files. */
export const tee = gnu({ short: 'aip', long: { append: 'a', 'ignore-interrupts': 'i' }, lacks: ['p'], run: copy });
