import { SECOND } from '../../kernel/clock.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';

const HEAD = `  % Total    % Received % Xferd  Average Speed  Time    Time    Time   Current
                                 Dload  Upload  Total   Spent   Left   Speed
`;
const UNITS = ['k', 'M', 'G', 'T', 'P'];

/** A size in at most six characters. */
function sized(bytes: number): string {
  if (bytes < 100_000) return `${Math.floor(bytes)}`;
  let [value, unit] = [bytes / 1024, 0];
  for (; value >= 1000 && unit < UNITS.length - 1; unit++) value /= 1024;
  const digits = value < 100 ? 2 : 1;
  return `${(Math.floor(value * 10 ** digits) / 10 ** digits).toFixed(digits)}${UNITS[unit]}`;
}

const two = (value: number): string => `${value}`.padStart(2, '0');

/** A span of seconds in seven characters; blank below one second. */
function span(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 1) return ' '.repeat(7);
  const hours = Math.floor(whole / 3600);
  const clock = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return (hours > 0 ? `${hours}:${clock}` : clock).padStart(7);
}

/** curl's progress meter (src/tool_progress.c, lib/progress.c): one line on the standard error, written over and over. */
export class Meter {
  readonly #sys: System;
  #start = 0;
  #shown = false;

  constructor(sys: System) {
    this.#sys = sys;
  }

  /** A connection is there: the first line, all zeros. */
  *begin(start: number): Task<void> {
    if (this.#shown) return;
    this.#start = start;
    this.#shown = true;
    yield* this.#sys.write(2, HEAD + this.#line(0, undefined));
  }

  *end(received: number, total: number | undefined): Task<void> {
    if (!this.#shown) return;
    if (received > 0) yield* this.#sys.write(2, this.#line(received, total));
    yield* this.#sys.write(2, '\n');
    this.#shown = false;
  }

  #line(received: number, total: number | undefined): string {
    const elapsed = Math.max(this.#sys.monotonic() - this.#start, 1) / SECOND;
    const speed = received / elapsed;
    const percent = total ? Math.floor((100 * received) / total) : 0;
    const whole = total && speed > 0 ? total / speed : 0;
    const numbers = [`${percent}`.padStart(3), sized(total ?? received).padStart(6), `${percent}`.padStart(3)];
    numbers.push(sized(received).padStart(6), '  0', '     0', sized(speed).padStart(6), '     0');
    const times = [whole, elapsed, total === undefined ? 0 : whole - elapsed].map(span);
    const current = sized(elapsed < 1 ? 0 : speed).padStart(6);
    return `\r${[...numbers, ...times, current].join(' ')}`;
  }
}
