import { paste as join } from '../text/paste.ts';
import { applet } from './applet.ts';

/** paste: lines side by side. */
export const paste = applet({ short: 'd:s', run: join });
