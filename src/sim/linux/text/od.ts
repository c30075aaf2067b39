import type { Task } from '../../kernel/task.ts';
import { type Call, Failure } from '../call.ts';
import { NotSimulated } from '../not-simulated.ts';
import { CHARACTERS, dump, NAMED, number, type Unit } from './dump.ts';

/** Widths by the number of bytes, one blank before the widest number of each base. */
const WIDTHS: Readonly<Record<string, readonly [base: number, widths: Readonly<Record<number, number>>]>> = {
  x: [16, { 1: 3, 2: 5, 4: 9 }],
  o: [8, { 1: 4, 2: 7, 4: 12 }],
  u: [10, { 1: 4, 2: 6, 4: 11 }],
  d: [10, { 1: 5, 2: 7, 4: 12 }],
};

/** `x1`, `c`, `d4`: what `-t` takes. */
function unitOf(type: string): Unit {
  if (type === 'c') return CHARACTERS;
  if (type === 'a') return NAMED;
  const [, kind = '', size = '4'] = /^([xoud])([124]?)$/.exec(type) ?? [];
  const found = WIDTHS[kind];
  if (found === undefined) throw new NotSimulated(`od -t ${type}`);
  const bytes = Number(size || 4) as Unit['bytes'];
  const [base, widths] = found;
  const width = widths[bytes] as number;
  if (base !== 10) return number(bytes, base, width - 1, width);
  const half = 2 ** (8 * bytes - 1);
  return { bytes, text: (value) => String(kind === 'd' && value >= half ? value - 2 * half : value).padStart(width) };
}

const LETTERS: Readonly<Record<string, string>> = {
  ...{ a: 'a', b: 'o1', c: 'c', d: 'u2', o: 'o2', x: 'x2', h: 'x2', s: 'd2', i: 'd4' },
};
const OFFSETS: Readonly<Record<string, readonly [base: number, digits: number]>> = {
  o: [8, 7],
  x: [16, 6],
  d: [10, 7],
};

/** The options of od: BusyBox's and GNU's are the same. */
export const OD_OPTIONS = 'A:t:N:j:vabcdfhiloxsS:w:';

/** od: files as octal numbers of two bytes, or as was asked for. */
export function* od(call: Call): Task<number> {
  const { options } = call;
  const types = [
    ...options.values('t'),
    ...Object.entries(LETTERS).flatMap(([letter, type]) => (options.has(letter) ? [type] : [])),
  ];
  const radix = options.value('A') ?? 'o';
  const offset = OFFSETS[radix];
  if (offset === undefined && radix !== 'n') throw new Failure(`bad output address radix '${radix}' (must be [doxn])`);
  return yield* dump(call, {
    units: (types.length > 0 ? types : ['o2']).map(unitOf),
    offset: offset && ((at) => at.toString(offset[0]).padStart(offset[1], '0')),
    ...{ filled: false, canonical: false, verbose: options.has('v') },
    skip: Number(options.value('j') ?? 0),
    most: Number(options.value('N') ?? Number.POSITIVE_INFINITY),
  });
}
