import { isErrno } from '../../kernel/errno.ts';
import type { Signal, System } from '../../kernel/syscalls.ts';
import { Failure } from '../call.ts';
import { placesOf } from '../search-path.ts';
import { signalNumber, signalOf } from '../signal-names.ts';
import { applet } from './applet.ts';
import { duration } from './number.ts';

/** Leaves a process behind that ends this one when its time is over (busybox/coreutils/timeout.c). */
function setTrap(sys: System, signal: Signal, wait: number, kill: number | undefined): void {
  const target = sys.pid;
  sys.fork(function* (child) {
    const hit = (with_: Signal): boolean => {
      try {
        child.kill(target, with_);
        return true;
      } catch (error) {
        if (isErrno(error)) return false;
        throw error;
      }
    };
    yield* child.sleep(wait);
    if (!hit(signal) || kill === undefined) return 0;
    yield* child.sleep(kill);
    hit('SIGKILL');
    return 0;
  });
}

/** timeout: a program that may run for so long. */
export const timeout = applet({
  short: 's:k:',
  stopAtOperand: true,
  operands: [2, Number.POSITIVE_INFINITY],
  *run({ sys, options, operands }) {
    const [time = '', ...argv] = operands;
    const name = options.value('s') ?? 'TERM';
    const number = signalNumber(name);
    if (number === undefined) throw new Failure(`bad signal name '${name}'`);
    const kill = options.value('k');
    setTrap(sys, signalOf(number) ?? 'SIGTERM', duration(time), kill === undefined ? undefined : duration(kill));
    for (const place of placesOf(argv[0] ?? '', sys.env.get('PATH'))) {
      try {
        sys.exec(place, argv, sys.env);
      } catch (error) {
        if (!isErrno(error)) throw error;
      }
    }
    throw new Failure(`can't execute '${argv[0]}': No such file or directory`, 127);
  },
});
