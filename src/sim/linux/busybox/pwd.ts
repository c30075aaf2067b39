import { applet } from './applet.ts';

/** pwd: the working directory. */
export const pwd = applet({
  short: 'LP',
  *run(call) {
    yield* call.print(`${call.sys.cwd()}\n`);
    return 0;
  },
});
