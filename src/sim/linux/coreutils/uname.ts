import { unameText } from '../uname.ts';
import { gnu } from './gnu.ts';

/** uname: what system this is. */
export const uname = gnu({
  short: 'asnrvmpio',
  long: {
    all: 'a',
    'kernel-name': 's',
    nodename: 'n',
    'kernel-release': 'r',
    'kernel-version': 'v',
    machine: 'm',
    processor: 'p',
    'hardware-platform': 'i',
    'operating-system': 'o',
  },
  operands: [0, 0],
  *run(call) {
    yield* call.print(unameText(call.sys, call.options));
    return 0;
  },
});
