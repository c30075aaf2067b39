import { yes as repeat } from '../text/yes.ts';
import { applet } from './applet.ts';

/** yes: a line, for ever. */
export const yes = applet({ literal: true, run: repeat });
