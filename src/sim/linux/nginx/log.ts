import { MONTHS } from '../../calendar.ts';
import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { breakDown } from '../gmtime.ts';

const two = (value: number): string => `${value}`.padStart(2, '0');

/** `$time_local`, as `24/Nov/2026:06:46:13 +0000`. */
export function localTime(micros: number): string {
  const { year, month, day, hour, minute, second } = breakDown(micros);
  return `${two(day)}/${MONTHS[month - 1]?.slice(0, 3)}/${year}:${two(hour)}:${two(minute)}:${two(second)} +0000`;
}

/** As `2026/11/24 06:46:13 [error] 7#7: `. */
export function errorPrefix(sys: System, level: string): string {
  const { year, month, day, hour, minute, second } = breakDown(sys.realtime());
  const time = `${year}/${two(month)}/${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
  return `${time} [${level}] ${sys.pid}#${sys.pid}: `;
}

/** Log files by their paths, each opened once. */
export class LogFiles {
  readonly #sys: System;
  readonly #open = new Map<string, number>();

  constructor(sys: System) {
    this.#sys = sys;
  }

  /** Throws what open(2) does. */
  open(path: string): number {
    const fd = this.#open.get(path) ?? this.#sys.open(path, { write: true, create: true, append: true }, 0o644);
    this.#open.set(path, fd);
    return fd;
  }

  *write(path: string, line: string): Task<void> {
    yield* this.#sys.write(this.open(path), `${line}\n`);
  }
}
