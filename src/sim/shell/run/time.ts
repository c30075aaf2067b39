import { MILLISECOND, SECOND } from '../../kernel/clock.ts';
import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';

const DEFAULT_FORMAT = '\nreal\t%3lR\nuser\t%3lU\nsys\t%3lS';
const POSIX_FORMAT = 'real %2R\nuser %2U\nsys %2S';

/** `0.100`, or with `long` `0m0.100s`; cut, not rounded (execute_cmd.c, mkfmt). */
function seconds(micros: number, digits: number, long: boolean): string {
  const thousandths = Math.floor(micros / MILLISECOND);
  const whole = Math.floor(micros / SECOND);
  const fraction =
    digits === 0
      ? ''
      : `.${String(thousandths % 1000)
          .padStart(3, '0')
          .slice(0, digits)}`;
  return long ? `${Math.floor(whole / 60)}m${whole % 60}${fraction}s` : `${whole}${fraction}`;
}

/** What bash's `time` says of a pipeline that took so many µs; computing takes no processor time here. */
export function* tellTime(state: ShellState, micros: number, posix: boolean): Task<void> {
  const format = posix ? POSIX_FORMAT : (state.variables.get('TIMEFORMAT') ?? DEFAULT_FORMAT);
  if (format === '') return;
  const text = format.replace(/%(?:%|([0-3])?(l)?([RUSP]))/g, (all, digits, long, letter) => {
    if (all === '%%') return '%';
    if (letter === 'P') return '0.00';
    return seconds(letter === 'R' ? micros : 0, Number(digits ?? 3), long !== undefined);
  });
  yield* state.sys.write(2, `${text}\n`);
}
