import { applet } from './applet.ts';

/** tty: the terminal of the standard input. */
export const tty = applet({
  short: 's',
  *run(call) {
    const terminal = call.sys.isatty(0);
    if (!call.options.has('s')) yield* call.print(`${terminal ? call.sys.ttyname(0) : 'not a tty'}\n`);
    return terminal ? 0 : 1;
  },
});
