import { directoryName } from '../files/path.ts';
import { applet } from './applet.ts';

/** dirname: a path without its last name. */
export const dirname = applet({
  operands: [1, 1],
  *run(call) {
    yield* call.print(`${directoryName(call.operands[0] as string)}\n`);
    return 0;
  },
});
