import { unameText } from '../uname.ts';
import { applet } from './applet.ts';

/** uname: what system this is. */
export const uname = applet({
  short: 'amnrspvio',
  operands: [0, 0],
  *run(call) {
    yield* call.print(unameText(call.sys, call.options));
    return 0;
  },
});
