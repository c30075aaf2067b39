import { SECOND } from '../../kernel/clock.ts';
import { spawnAlongPath, statusOf } from '../search-path.ts';
import { strftime } from '../text/strftime.ts';
import { applet } from './applet.ts';
import { duration } from './number.ts';

/** watch: runs a program again and again, each time on a cleared screen. */
export const watch = applet({
  short: 'n:td',
  stopAtOperand: true,
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { sys, options, operands } = call;
    const command = operands.join(' ');
    const period = duration(options.value('n') ?? '2');
    const columns = sys.isatty(1) ? sys.winsize(1).columns : 80;
    for (;;) {
      yield* call.print('\x1b[H\x1b[J');
      if (!options.has('t')) {
        const time = strftime('%Y-%m-%d %H:%M:%S', sys.realtime());
        const head = `Every ${(period / SECOND).toFixed(1)}s: ${command}`.slice(0, columns - time.length - 2);
        yield* call.print(`${head.padEnd(columns - time.length - 1)}${time}\n\n`);
      }
      yield* statusOf(sys, spawnAlongPath(sys, ['sh', '-c', command]));
      yield* sys.sleep(period);
    }
  },
});
