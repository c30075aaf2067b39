import { SECOND } from '../../kernel/clock.ts';
import { Failure } from '../call.ts';

/** libbb's xatou_range: a whole decimal number between `low` and `high`. */
export function wholeNumber(text: string, low = 0, high = 4_294_967_295): number {
  if (!/^\d+$/.test(text)) throw new Failure(`invalid number '${text}'`);
  const value = Number(text);
  if (value < low || value > high) throw new Failure(`number ${text} is not in ${low}..${high} range`);
  return value;
}

/** libbb's parse_duration_str: seconds with a fraction and an optional s, m, h or d; the result in µs. */
export function duration(text: string): number {
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  if (match === null) throw new Failure(`invalid number '${text}'`);
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[match[2] || 's'] ?? 1;
  return Math.round(Number(match[1]) * unit * SECOND);
}

/** A number with a suffix of head and tail: `b` for 512, `k` for 1024, `m` for 1024². */
export function sizedNumber(text: string): number {
  const match = /^(\d+)([bkm]?)$/.exec(text);
  if (match === null) throw new Failure(`invalid number '${text}'`);
  return Number(match[1]) * ({ b: 512, k: 1024, m: 1024 ** 2 }[match[2] ?? ''] ?? 1);
}
