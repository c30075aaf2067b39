import { goQuote } from '../go-quote.ts';
import type { Token } from './lex.ts';
import type { Constant } from './nodes.ts';
import { Float } from './value.ts';

const NAMED: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\u000b',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/g;

const unquote = (text: string): string =>
  text.replace(ESCAPE, (_, x, u, U, octal, char) => {
    const hex = x ?? u ?? U;
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return NAMED[char] ?? char;
  });

/** In Go what has neither a point nor an exponent is whole, and has to fit. */
function numeric(text: string): number | Float {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '').replaceAll('_', '');
  const value = Number(/^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body);
  if (Number.isNaN(value)) throw new Error(`bad number syntax: ${goQuote(text)}`);
  if (/[.eE]/.test(body) && !/^0x/i.test(body)) return new Float(sign * value);
  if (value >= 2 ** 63 || /^0\d*[89]/.test(body)) throw new Error(`integer overflow: ${goQuote(text)}`);
  return sign * value;
}

function read({ type, text }: Token): Pick<Constant, 'type' | 'value'> {
  if (type === 'bool') return { type: 'bool', value: text === 'true' };
  if (type === 'string') {
    return { type: 'string', value: text.startsWith('`') ? text.slice(1, -1) : unquote(text.slice(1, -1)) };
  }
  if (type === 'char') return { type: 'number', value: unquote(text.slice(1, -1)).codePointAt(0) ?? 0 };
  return { type: 'number', value: numeric(text) };
}

/** The constant that a token spells in Go's syntax. Throws what is wrong with a number. */
export const constant = (token: Token): Constant => ({
  kind: 'constant',
  at: token.at,
  source: token.text,
  ...read(token),
});
