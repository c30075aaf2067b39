import { diff as run } from '../text/diff.ts';
import { applet } from './applet.ts';

/** diff: unified, always. */
export const diff = applet({
  short: 'abBdiL:NqrsS:tTU:w',
  lacks: ['B', 'N', 'S', 't', 'T'],
  operands: [2, 2],
  run: (call) =>
    run(call, {
      context: 3,
      missing: (path, reason) => `can't stat '${path}': ${reason}`,
      stamp: () => '',
    }),
});
