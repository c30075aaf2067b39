import { floatText, integerText, padded } from '../printf.ts';
import type { Value } from './value.ts';

/** How awk's printf takes a value, and what it does where one is missing. */
export interface Conversions {
  number(value: Value): number;
  text(value: Value): string;
  missing(): Value;
  /** The text of an infinite number, or of none. */
  odd(number: number): string;
}

const DIRECTIVE = /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?(?:[hlLqjzt]*)([diouxXcseEfFgG]))/g;

function numberText(
  value: number,
  letter: string,
  flags: string,
  precision: number | undefined,
  odd: Conversions['odd'],
): string {
  if (!Number.isFinite(value)) return odd(value);
  if (/[diouxX]/.test(letter)) return integerText(value, letter === 'i' ? 'd' : letter, flags, precision);
  return letter === 'G'
    ? floatText(value, 'g', flags, precision).toUpperCase()
    : floatText(value, letter.replace('F', 'f'), flags, precision);
}

/** sprintf() of awk over `values`. */
export function formatted(format: string, values: readonly Value[], conversions: Conversions): string {
  const left = [...values];
  const next = (): Value => (left.length > 0 ? left.shift() : conversions.missing());
  return format.replace(DIRECTIVE, (_, flags = '', wide?: string, exact?: string, letter?: string) => {
    if (letter === undefined) return '%';
    const width = wide === '*' ? conversions.number(next()) : Number(wide ?? 0);
    const precise = exact === '*' ? conversions.number(next()) : exact === undefined ? undefined : Number(exact);
    const precision = exact === undefined && /\.[a-zA-Z]$/.test(_) ? 0 : precise;
    const value = next();
    if (letter === 'c') {
      const char =
        typeof value === 'number' ? String.fromCodePoint(Math.trunc(value) & 255) : conversions.text(value).slice(0, 1);
      return padded(char, flags, width, false);
    }
    if (letter === 's') return padded(conversions.text(value).slice(0, precision), flags, width, false);
    const text = numberText(conversions.number(value), letter, flags, precision, conversions.odd);
    const plain = precision !== undefined && /[diouxX]/.test(letter);
    return padded(text, plain ? flags.replace('0', '') : flags, width, true);
  });
}

/** One number by CONVFMT or OFMT. */
export const numberBy = (format: string, number: number, odd: Conversions['odd']): string =>
  formatted(format, [number], { number: () => number, text: () => String(number), missing: () => 0, odd });
