import { gnu } from './gnu.ts';

/** pwd: the working directory. */
export const pwd = gnu({
  short: 'LP',
  long: { logical: 'L', physical: 'P' },
  *run(call) {
    yield* call.print(`${call.sys.cwd()}\n`);
    return 0;
  },
});
