import { Misuse } from '../call.ts';
import { remove } from '../files/rm.ts';
import { applet } from './applet.ts';

/** rm: removes files. */
export const rm = applet({
  short: 'fiRr',
  *run(call) {
    if (call.operands.length === 0 && !call.options.has('f')) throw new Misuse();
    return yield* remove(call, {
      isDirectory: (path) => `'${path}' is a directory`,
      cannotRemove: (path, reason) => `can't remove '${path}': ${reason}`,
    });
  },
});
