import { directoryName } from '../files/path.ts';
import { gnu } from './gnu.ts';

/** dirname: paths without their last names. */
export const dirname = gnu({
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    yield* call.print(call.operands.map((path) => `${directoryName(path)}\n`).join(''));
    return 0;
  },
});
