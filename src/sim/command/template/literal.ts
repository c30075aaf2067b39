import type { Token } from './lex.ts';
import type { Constant } from './nodes.ts';

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

function numeric(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '').replaceAll('_', '');
  const value = Number(/^0[0-7]+$/.test(body) ? `0o${body.slice(1)}` : body);
  return Number.isNaN(value) ? undefined : sign * value;
}

function read({ type, text }: Token): Pick<Constant, 'type' | 'value'> | undefined {
  if (type === 'bool') return { type: 'bool', value: text === 'true' };
  if (type === 'string') {
    return { type: 'string', value: text.startsWith('`') ? text.slice(1, -1) : unquote(text.slice(1, -1)) };
  }
  const value = type === 'char' ? unquote(text.slice(1, -1)).codePointAt(0) : numeric(text);
  return value === undefined ? undefined : { type: 'number', value };
}

/** The constant that a token spells in Go's syntax; undefined for a number that is none. */
export function constant(token: Token): Constant | undefined {
  const parsed = read(token);
  return parsed && { kind: 'constant', at: token.at, source: token.text, ...parsed };
}
