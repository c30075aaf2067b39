import { Misuse } from '../call.ts';
import { remove } from '../files/rm.ts';
import { gnu } from './gnu.ts';

/** rm: removes files. */
export const rm = gnu({
  short: 'fiIrRdv',
  long: { force: 'f', recursive: 'r', dir: 'd', verbose: 'v', interactive: 'i' },
  lacks: ['I', 'd', 'v'],
  *run(call) {
    if (call.operands.length === 0 && !call.options.has('f')) throw new Misuse();
    return yield* remove(call, {
      isDirectory: (path) => `cannot remove '${path}': Is a directory`,
      cannotRemove: (path, reason) => `cannot remove '${path}': ${reason}`,
    });
  },
});
