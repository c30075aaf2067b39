import { compareBytes, compareVersions } from './compare.ts';

/** How two lines are compared, by the letters of sort(1). */
export interface SortOrder {
  readonly numeric: boolean;
  readonly human: boolean;
  readonly version: boolean;
  readonly month: boolean;
  readonly foldCase: boolean;
  readonly dictionary: boolean;
  readonly ignoreBlanks: boolean;
  readonly reverse: boolean;
}

/** `-k 2.3,4n`: positions count from 1; a last field of 0 is the line's end, a last character of 0 the field's. */
export interface SortKey {
  readonly firstField: number;
  readonly firstCharacter: number;
  readonly lastField: number;
  readonly lastCharacter: number;
  readonly order: SortOrder;
}

/** The order that a set of letters means. */
export const orderOf = (has: (letter: string) => boolean): SortOrder => ({
  numeric: has('n') || has('g'),
  human: has('h'),
  version: has('V'),
  month: has('M'),
  foldCase: has('f'),
  dictionary: has('d'),
  ignoreBlanks: has('b'),
  reverse: has('r'),
});

/** A key's definition; undefined when it is none. Without letters of its own it takes `otherwise`. */
export function parseKey(text: string, otherwise: SortOrder): SortKey | undefined {
  const match = /^(\d+)(?:\.(\d+))?([a-zA-Z]*)(?:,(\d+)(?:\.(\d+))?([a-zA-Z]*))?$/.exec(text);
  if (match === null || match[1] === '0') return undefined;
  const letters = (match[3] ?? '') + (match[6] ?? '');
  return {
    firstField: Number(match[1]),
    firstCharacter: Number(match[2] ?? 1),
    lastField: Number(match[4] ?? 0),
    lastCharacter: Number(match[5] ?? 0),
    order: letters === '' ? otherwise : orderOf((letter) => letters.includes(letter)),
  };
}

/** A line's fields with where they start; without a separator, blanks before a field belong to it. */
function fieldStarts(line: string, separator: string | undefined): number[] {
  const starts = [0];
  if (separator === undefined) for (const match of line.matchAll(/(?<=\S)(?=\s)/g)) starts.push(match.index);
  else for (let at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, at + 1)) starts.push(at + 1);
  return starts;
}

function keyText(line: string, key: SortKey, separator: string | undefined): string {
  const starts = fieldStarts(line, separator);
  const startOf = (field: number): number => starts[field - 1] ?? line.length;
  const blanks = (at: number): number => (key.order.ignoreBlanks ? (/^\s*/.exec(line.slice(at))?.[0].length ?? 0) : 0);
  const field = startOf(key.firstField);
  const start = field + blanks(field) + key.firstCharacter - 1;
  if (key.lastField === 0) return line.slice(start);
  const last = startOf(key.lastField);
  const next = starts[key.lastField];
  const end = next === undefined ? line.length : next - (separator === undefined ? 0 : 1);
  return line.slice(
    start,
    key.lastCharacter === 0 ? end : Math.min(line.length, last + blanks(last) + key.lastCharacter),
  );
}

const UNITS = 'KMGTPEZY';
const MONTH_NAMES = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const numberOf = (text: string): number => Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1] || 0) || 0;

function humanOf(text: string): number {
  const unit = UNITS.indexOf((/^\s*-?[\d.]+\s*([A-Za-z])/.exec(text)?.[1] ?? '').toUpperCase() || ' ');
  return numberOf(text) * 1024 ** (unit + 1);
}

function compareBy(a: string, b: string, order: SortOrder): number {
  if (order.numeric) return numberOf(a) - numberOf(b);
  if (order.human) return humanOf(a) - humanOf(b);
  if (order.version) return compareVersions(a, b);
  if (order.month) return monthOf(a) - monthOf(b);
  const seen = (text: string): string => {
    const plain = order.dictionary ? text.replace(/[^\p{L}\p{N}\s]/gu, '') : text;
    const trimmed = order.ignoreBlanks ? plain.trimStart() : plain;
    return order.foldCase ? trimmed.toUpperCase() : trimmed;
  };
  return compareBytes(seen(a), seen(b));
}

const monthOf = (text: string): number => MONTH_NAMES.indexOf(text.trimStart().slice(0, 3).toUpperCase());

export interface SortSettings {
  readonly keys: readonly SortKey[];
  /** The order of whole lines, and of the last resort. */
  readonly order: SortOrder;
  readonly separator: string | undefined;
  readonly stable: boolean;
}

/** Compares by the keys alone: 0 is what `-u` takes for equal. */
export function keyComparison({ keys, order, separator }: SortSettings): (a: string, b: string) => number {
  if (keys.length === 0) return (a, b) => (order.reverse ? -1 : 1) * compareBy(a, b, order);
  return (a, b) => {
    for (const key of keys) {
      const difference = compareBy(keyText(a, key, separator), keyText(b, key, separator), key.order);
      if (difference !== 0) return key.order.reverse ? -difference : difference;
    }
    return 0;
  };
}

/** Sorts lines; where keys are equal, by the whole line, unless it is to be stable. */
export function sortLines(lines: readonly string[], settings: SortSettings, unique: boolean): string[] {
  const byKeys = keyComparison(settings);
  const lastResort = settings.stable || unique ? () => 0 : compareBytes;
  const sign = settings.order.reverse ? -1 : 1;
  const sorted = [...lines].sort((a, b) => byKeys(a, b) || sign * lastResort(a, b));
  if (!unique) return sorted;
  return sorted.filter((line, i) => i === 0 || byKeys(sorted[i - 1] as string, line) !== 0);
}
