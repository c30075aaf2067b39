import { concatenate } from '../text/cat.ts';
import { applet } from './applet.ts';

/** cat: prints files. */
export const cat = applet({
  short: 'nbvteAu',
  run: (call) =>
    concatenate(call, {
      cannotOpen: (path, reason) => `can't open '${path}': ${reason}`,
      cannotRead: (_path, reason) => `read error: ${reason}`,
    }),
});
