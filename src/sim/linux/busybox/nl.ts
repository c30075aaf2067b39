import { nl as number } from '../text/nl.ts';
import { applet } from './applet.ts';

/** nl: numbers lines. */
export const nl = applet({ short: 'b:i:s:v:w:', run: number });
