import { paste as join } from '../text/paste.ts';
import { gnu } from './gnu.ts';

/** paste: lines side by side. */
export const paste = gnu({ short: 'd:sz', long: { delimiters: 'd', serial: 's' }, lacks: ['z'], run: join });
