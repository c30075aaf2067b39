import { SECOND } from '../../kernel/clock.ts';
import { isErrno } from '../../kernel/errno.ts';
import { spawnAlongPath, statusOf } from '../search-path.ts';
import { applet } from './applet.ts';

/** `1m 2.03s`, or POSIX's seconds (busybox/miscutils/time.c). */
function duration(micros: number, posix: boolean): string {
  const hundredths = Math.floor(micros / (SECOND / 100));
  const fraction = String(hundredths % 100).padStart(2, '0');
  const seconds = Math.floor(hundredths / 100);
  return posix ? `${seconds}.${fraction}` : `${Math.floor(seconds / 60)}m ${seconds % 60}.${fraction}s`;
}

/** time: runs a program and says how long it took; computing takes no processor time here. */
export const time = applet({
  short: 'pvao:f:',
  lacks: ['v', 'a', 'o', 'f'],
  stopAtOperand: true,
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    const { sys, options, operands } = call;
    const begun = sys.monotonic();
    let status = 127;
    try {
      status = yield* statusOf(sys, spawnAlongPath(sys, operands));
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* call.warn(`can't execute '${operands[0]}': ${error.message}`);
    }
    const posix = options.has('p');
    const gap = posix ? ' ' : '\t';
    const line = (name: string, micros: number): string => `${name}${gap}${duration(micros, posix)}\n`;
    const failed = status === 0 ? '' : `Command exited with non-zero status ${status}\n`;
    yield* sys.write(2, `${failed}${line('real', sys.monotonic() - begun)}${line('user', 0)}${line('sys', 0)}`);
    return status;
  },
});
