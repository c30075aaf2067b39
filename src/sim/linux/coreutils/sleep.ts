import { SECOND } from '../../kernel/clock.ts';
import { Misuse } from '../call.ts';
import { gnu } from './gnu.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** A time as GNU's programs read it (`1.5m`), in µs. Throws {@link Misuse}. */
export function span(word: string): number {
  if (/^inf(inity)?$/i.test(word)) return Number.MAX_SAFE_INTEGER / 4;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(word);
  if (match === null) throw new Misuse(`invalid time interval ‘${word}’`);
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1) * SECOND;
}

/** sleep: for the sum of its operands. */
export const sleep = gnu({
  operands: [1, Number.POSITIVE_INFINITY],
  *run(call) {
    yield* call.sys.sleep(call.operands.map(span).reduce((sum, one) => sum + one, 0));
    return 0;
  },
});
