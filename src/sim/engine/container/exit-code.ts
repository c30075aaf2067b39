import type { Process } from '../../kernel/process.ts';
import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';

/** The exit code of a process that has ended: its status, or 128 and the signal's number. */
export function exitCodeOf({ status }: Process): number {
  return status?.signal === undefined ? (status?.status ?? 0) : 128 + SIGNAL_NUMBERS[status.signal];
}
