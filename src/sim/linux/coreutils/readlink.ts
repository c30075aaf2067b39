import { isErrno } from '../../kernel/errno.ts';
import { realPath } from '../files/real-path.ts';
import { gnu } from './gnu.ts';

/** readlink: where symbolic links lead. */
export const readlink = gnu({
  short: 'efmnqsvz',
  long: { canonicalize: 'f', 'no-newline': 'n' },
  lacks: ['e', 'm', 'z'],
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { sys, options, operands } = call;
    let status = 0;
    for (const path of operands) {
      try {
        const text = options.has('f') ? realPath(sys, path) : sys.readlink(path);
        yield* call.print(`${text}${options.has('n') ? '' : '\n'}`);
      } catch (error) {
        if (!isErrno(error)) throw error;
        if (options.has('v')) yield* call.warn(`${path}: ${error.message}`);
        status = 1;
      }
    }
    return status;
  },
});
