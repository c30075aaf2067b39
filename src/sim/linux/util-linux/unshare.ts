import { isErrno } from '../../kernel/errno.ts';
import { Failure } from '../call.ts';
import { runProgram } from './run-program.ts';
import { utilLinux } from './util-linux.ts';

/** unshare: runs a program in a network or UTS namespace of its own. */
export const unshare = utilLinux({
  short: 'nupmiUfrVh',
  long: {
    net: 'n',
    uts: 'u',
    pid: 'p',
    mount: 'm',
    ipc: 'i',
    user: 'U',
    fork: 'f',
    'map-root-user': 'r',
    version: 'V',
  },
  lacks: ['p', 'U', 'r', 'h'],
  stopAtOperand: true,
  *run(call) {
    const { sys, options } = call;
    if (options.has('V')) {
      yield* call.print('unshare from util-linux 2.42.4\n');
      return 0;
    }
    try {
      if (options.has('n')) sys.unshare('net');
      if (options.has('u')) sys.unshare('uts');
    } catch (error) {
      throw isErrno(error) ? new Failure(`unshare failed: ${error.message}`) : error;
    }
    return yield* runProgram(call);
  },
});
