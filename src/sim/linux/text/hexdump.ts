import type { Task } from '../../kernel/task.ts';
import type { Call } from '../call.ts';
import { CHARACTERS, dump, number, PAIRS, type Unit } from './dump.ts';

const UNITS: Readonly<Record<string, Unit>> = {
  ...{ C: PAIRS, b: number(1, 8, 3, 4), c: CHARACTERS, d: number(2, 10, 5, 8) },
  ...{ o: number(2, 8, 6, 8), x: number(2, 16, 4, 8) },
};

export const HEXDUMP_OPTIONS = 'bcdoxCve:f:n:s:';

/** hexdump: files as hexadecimal numbers of two bytes, or as was asked for. */
export function* hexdump(call: Call): Task<number> {
  const { options } = call;
  const letter = options.last(...Object.keys(UNITS));
  const canonical = letter === 'C';
  return yield* dump(call, {
    units: [UNITS[letter ?? ''] ?? number(2, 16, 4, 5)],
    offset: (at) => at.toString(16).padStart(canonical ? 8 : 7, '0'),
    ...{ filled: true, canonical, verbose: options.has('v') },
    skip: Number(options.value('s') ?? 0),
    most: Number(options.value('n') ?? Number.POSITIVE_INFINITY),
  });
}
