import { SECOND } from '../../../kernel/clock.ts';
import type { System } from '../../../kernel/syscalls.ts';
import type { Task } from '../../../kernel/task.ts';

const NAME_WIDTH = 20;
/** What stands around the bar. */
const MARGIN = 48;
const STALLED = 5;
const SCALES = ' kMGTPEZY';

/** smart_ulltoa5(): a size in five characters. */
function sized(bytes: number): string {
  if (bytes <= 99_999) return `${bytes}`.padStart(5);
  let [tenths, index] = [bytes * 10, 0];
  for (; tenths >= 100_000; index++) tenths = Math.floor(tenths / 1024);
  const whole = Math.floor(tenths / 10);
  return (whole >= 100 ? `${whole}` : `${whole}.${tenths % 10}`).padStart(4) + SCALES[index];
}

/** BusyBox's progress bar on the standard error (libbb/progress.c): at most once a second, and at the end. */
export class Progress {
  readonly #sys: System;
  readonly #name: string;
  readonly #terminal: boolean;
  #start: number;
  #updated: number;
  #changed: number;
  #size = 0;
  #shown = false;

  constructor(sys: System, name: string) {
    this.#sys = sys;
    this.#name = name;
    this.#terminal = sys.isatty(2);
    this.#start = this.#updated = this.#changed = this.#now;
  }

  get #now(): number {
    return Math.floor(this.#sys.monotonic() / SECOND);
  }

  get #columns(): number {
    return this.#terminal ? this.#sys.winsize(2).columns || 80 : 80;
  }

  /** @param total bytes in all; 0 where nobody knows */
  *update(begin: number, transferred: number, total: number): Task<void> {
    const now = this.#now;
    const since = now - this.#updated;
    this.#updated = now;
    this.#shown = false;
    const complete = total !== 0 && transferred >= total - begin;
    if (!complete && since === 0) return;
    const line = [this.#name.slice(0, NAME_WIDTH).padEnd(NAME_WIDTH), ' ', this.#bar(begin + transferred, total)];
    line.push(sized(begin + transferred), this.#estimate(now, transferred, total - begin));
    this.#shown = true;
    yield* this.#sys.write(2, `${this.#terminal ? '\r' : ''}${line.join('')}${this.#terminal ? '' : '\n'}`);
  }

  #bar(done: number, total: number): string {
    if (total === 0) return '';
    const percent = `${Math.floor((100 * done) / total)}`.padStart(3);
    const length = Math.min(this.#columns - MARGIN, 999);
    if (length <= 2) return `${percent}% `;
    return `${percent}% |${'*'.repeat(Math.floor((length * done) / total)).padEnd(length)}| `;
  }

  #estimate(now: number, transferred: number, total: number): string {
    let idle = now - this.#changed;
    if (transferred !== this.#size) {
      this.#changed = now;
      this.#size = transferred;
      if (idle >= STALLED) this.#start += idle;
      idle = 0;
    }
    const elapsed = now - this.#start;
    if (idle >= STALLED) return '  - stalled -';
    if (total <= 0 || transferred === 0 || elapsed < 0) return ' --:--:-- ETA';
    const left = Math.floor((total * elapsed) / transferred) - elapsed;
    const two = (value: number): string => `${value}`.padStart(2, '0');
    return `${`${Math.floor(left / 3600)}`.padStart(3)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)} ETA`;
  }

  /** The last update has been; what follows begins a new line. */
  *end(): Task<void> {
    if (this.#terminal && this.#shown) yield* this.#sys.write(2, '\n');
  }
}
