import { SIGNAL_NUMBERS } from '../../kernel/signals.ts';
import type { Signal } from '../../kernel/syscalls.ts';
import { invalidParameter } from '../errors.ts';

/** The highest signal's number: SIGRTMAX. */
const MOST = 64;

/** A signal by name, with or without SIG, or number (moby/sys/signal). Throws `invalid signal: …`. */
export function parseSignal(text: string): Signal {
  const byNumber = Object.entries(SIGNAL_NUMBERS).find(([, number]) => String(number) === text);
  const name = byNumber?.[0] ?? `SIG${text.toUpperCase().replace(/^SIG/, '')}`;
  const unknown = /^[+-]?\d+$/.test(text) && (Number(text) < 0 || Number(text) > MOST);
  if (unknown) throw invalidParameter(`the linux daemon does not support signal ${text}`);
  if (!(name in SIGNAL_NUMBERS)) throw invalidParameter(`invalid signal: ${text}`);
  return name as Signal;
}
