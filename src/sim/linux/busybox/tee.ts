import { tee as copy } from '../text/tee.ts';
import { applet } from './applet.ts';

/** tee: the standard input to the standard output and to files. */
export const tee = applet({ short: 'ia', run: copy });
