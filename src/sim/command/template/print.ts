import { goQuote } from '../go-quote.ts';
import { GoMap, isList, Struct, typeOf, type Value } from './value.ts';

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
  return String(value);
}

/** Go's `Sprint`: a blank between two operands of which neither is a text. */
export function sprint(values: readonly Value[]): string {
  return values
    .map((value, i) => {
      const previous = values[i - 1];
      return i > 0 && typeof value !== 'string' && typeof previous !== 'string' ? ` ${show(value)}` : show(value);
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
  const text = typeof value === 'string' ? value : undefined;
  const number = typeof value === 'number' ? value : undefined;
  const cut = (full: string): string => (precision === undefined ? full : [...full].slice(0, precision).join(''));
  if (letter === 'v') return text === undefined ? show(value) : cut(text);
  if (letter === 'T') return typeOf(value);
  if (letter === 't') return typeof value === 'boolean' ? String(value) : undefined;
  if (letter === 's') return text === undefined ? elements(verb, value) : cut(text);
  if (letter === 'q') return text === undefined ? elements(verb, value) : goQuote(cut(text));
  if ((letter === 'x' || letter === 'X') && text !== undefined)
    return letter === 'x' ? hex(text) : hex(text).toUpperCase();
  if (number === undefined) return undefined;
  if (letter === 'c') return String.fromCodePoint(number);
  if ('dxXob'.includes(letter) && Number.isInteger(number)) return digits(number, verb);
  return 'fF'.includes(letter) && !Number.isInteger(number) ? number.toFixed(precision ?? 6) : undefined;
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
    return shown === undefined ? misfit(letter, value) : padded(verb, shown, typeof value === 'number');
  });
  const extra = values.slice(used).map((value) => `${typeOf(value)}=${show(value)}`);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
}
