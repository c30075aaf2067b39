import { gnu } from './gnu.ts';

/** tty: the terminal of the standard input. */
export const tty = gnu({
  short: 's',
  long: { silent: 's', quiet: 's' },
  operands: [0, 0],
  *run(call) {
    const terminal = call.sys.isatty(0);
    if (!call.options.has('s')) yield* call.print(`${terminal ? call.sys.ttyname(0) : 'not a tty'}\n`);
    return terminal ? 0 : 1;
  },
});
