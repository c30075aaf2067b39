import { yes as repeat } from '../text/yes.ts';
import { gnu } from './gnu.ts';

/** yes: a line, for ever. */
export const yes = gnu({ run: repeat });
