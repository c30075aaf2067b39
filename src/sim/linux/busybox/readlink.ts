import { isErrno } from '../../kernel/errno.ts';
import { realPath } from '../files/real-path.ts';
import { applet } from './applet.ts';

/** readlink: where a symbolic link leads. */
export const readlink = applet({
  short: 'fnv',
  operands: [1, 1],
  *run(call) {
    const { sys, options, operands } = call;
    const [path = ''] = operands;
    try {
      yield* call.print(
        `${options.has('f') ? realPath(sys, path) : sys.readlink(path)}${options.has('n') ? '' : '\n'}`,
      );
      return 0;
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (options.has('v')) yield* call.warn(`${path}: ${error.message}`);
      return 1;
    }
  },
});
