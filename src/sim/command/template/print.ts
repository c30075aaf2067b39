import { goQuote } from '../go-quote.ts';
import { exponent, Float, GoMap, isList, Struct, textOf, typeOf, type Value } from './value.ts';

/** A value as Go's `%v` prints it: `[a b]`, `map[k:v]`, `{a b}`. */
export function show(value: Value): string {
  if (value === undefined || value === null) return '<nil>';
  if (isList(value)) return `[${value.map(show).join(' ')}]`;
  if (value instanceof GoMap)
    return `map[${value.keys.map((key) => `${key}:${show(value.entries.get(key))}`).join(' ')}]`;
  if (value instanceof Struct) {
    if (value.text !== undefined) return value.text;
    const fields = [...value.fields.values()].filter((field) => typeof field !== 'function');
    return `{${fields.map((field) => show(field as Value)).join(' ')}}`;
  }
  return textOf(value) ?? String(value);
}

/** Go's `Sprint`: a blank between two operands of which neither is a text. */
export function sprint(values: readonly Value[]): string {
  return values
    .map((value, i) => {
      const previous = values[i - 1];
      return i > 0 && textOf(value) === undefined && textOf(previous) === undefined ? ` ${show(value)}` : show(value);
    })
    .join('');
}

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

const hex = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function digits(value: number, { flags, letter }: Verb): string {
  const bases: Readonly<Record<string, number>> = { x: 16, X: 16, o: 8, b: 2, d: 10 };
  const text = Math.abs(value).toString(bases[letter] ?? 10);
  const sign = value < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return sign + (letter === 'X' ? text.toUpperCase() : text);
}

/** The text of one operand, or undefined where the verb does not fit its type. */
function body(verb: Verb, value: Value): string | undefined {
  const { letter, precision } = verb;
  const text = textOf(value);
  const cut = (full: string): string => (precision === undefined ? full : [...full].slice(0, precision).join(''));
  if (letter === 'v') return text === undefined ? show(value) : cut(text);
  if (letter === 'T') return typeOf(value);
  if (letter === 't') return typeof value === 'boolean' ? String(value) : undefined;
  if (letter === 's') return text === undefined ? elements(verb, value) : cut(text);
  if (letter === 'q') return text === undefined ? elements(verb, value) : goQuote(cut(text));
  if ((letter === 'x' || letter === 'X') && text !== undefined)
    return letter === 'x' ? hex(text) : hex(text).toUpperCase();
  if (value instanceof Float) return fraction(verb, value);
  if (typeof value !== 'number') return undefined;
  if (!Number.isInteger(value)) return fraction(verb, new Float(value));
  if (letter === 'c') return String.fromCodePoint(value);
  if (letter === 'U') return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
  return 'dxXob'.includes(letter) ? digits(value, verb) : undefined;
}

function fraction({ letter, precision, flags }: Verb, float: Float): string | undefined {
  const { value } = float;
  const plus = flags.includes('+') && value >= 0 ? '+' : '';
  if ('fF'.includes(letter)) return plus + value.toFixed(precision ?? 6);
  if ('eE'.includes(letter)) {
    const text = exponent(value.toExponential(precision ?? 6));
    return plus + (letter === 'E' ? text.toUpperCase() : text);
  }
  if (!'gG'.includes(letter)) return undefined;
  return plus + String(precision === undefined ? float : new Float(Number(value.toPrecision(precision || 1))));
}

function elements(verb: Verb, value: Value): string | undefined {
  if (!isList(value)) return undefined;
  return `[${value.map((item) => body(verb, item) ?? misfit(verb.letter, item)).join(' ')}]`;
}

const misfit = (letter: string, value: Value): string =>
  value === undefined || value === null ? `%!${letter}(<nil>)` : `%!${letter}(${typeOf(value)}=${show(value)})`;

function padded({ flags, width }: Verb, text: string, numeric: boolean): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || !numeric) return text.padStart(width);
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

/** Go's `Sprintf`, for the verbs that templates meet. */
export function sprintf(format: string, values: readonly Value[]): string {
  let used = 0;
  const text = format.replace(/%([-+# 0]*)(\d*)(?:\.(\d*))?(\p{L}|%)?/gu, (_, flags, width, precision, letter) => {
    if (letter === undefined) return '%!(NOVERB)';
    if (letter === '%') return '%';
    if (used >= values.length) return `%!${letter}(MISSING)`;
    const value = values[used++];
    const verb = {
      flags,
      width: Number(width),
      precision: precision === undefined ? undefined : Number(precision),
      letter,
    };
    const shown = body(verb, value);
    return shown === undefined
      ? misfit(letter, value)
      : padded(verb, shown, typeof value === 'number' || value instanceof Float);
  });
  const extra = values.slice(used).map((value) => `${typeOf(value)}=${show(value)}`);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
}
