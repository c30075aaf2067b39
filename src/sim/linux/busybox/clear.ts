import { applet } from './applet.ts';

/** clear: the cursor home, the screen empty. */
export const clear = applet({
  literal: true,
  *run(call) {
    yield* call.print('\x1b[H\x1b[J');
    return 0;
  },
});
