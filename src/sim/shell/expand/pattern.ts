import type { Field } from './fields.ts';

interface Char {
  readonly char: string;
  readonly quoted: boolean;
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

const chars = (field: Field): Char[] =>
  field.flatMap(({ text, quoted }) => [...text].map((char) => ({ char, quoted })));

const escaped = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Has the field a `*`, `?` or `[` that is not quoted? */
export const isPattern = (field: Field): boolean => field.some(({ text, quoted }) => !quoted && /[*?[]/.test(text));

/** The end of the bracket expression that opens at `start`, or undefined where it does not close. */
function bracketEnd(list: readonly Char[], start: number): number | undefined {
  let at = start + 1;
  if (list[at]?.char === '!' || list[at]?.char === '^') at++;
  if (list[at]?.char === ']') at++;
  for (; at < list.length; at++) {
    if (list[at]?.char === '[' && list[at + 1]?.char === ':') {
      const close = list.findIndex((item, i) => i > at + 1 && item.char === ':' && list[i + 1]?.char === ']');
      if (close > 0) at = close + 1;
    } else if (list[at]?.char === ']' && !list[at]?.quoted) return at;
  }
  return undefined;
}

function bracket(list: readonly Char[], start: number, end: number): string {
  const text = list.slice(start + 1, end);
  const negated = text[0] !== undefined && !text[0].quoted && (text[0].char === '!' || text[0].char === '^');
  let body = '';
  for (let i = negated ? 1 : 0; i < text.length; i++) {
    const { char, quoted } = text[i] as Char;
    const named = /^\[:(\w+):\]/.exec(
      text
        .slice(i)
        .map((item) => item.char)
        .join(''),
    );
    if (named && CLASSES[named[1] as string] !== undefined) {
      body += CLASSES[named[1] as string];
      i += named[0].length - 1;
    } else if (char === '-' && !quoted && i > (negated ? 1 : 0) && i < text.length - 1) body += '-';
    else body += char === '-' ? '\\-' : escaped(char);
  }
  return `[${negated ? '^' : ''}${body}]`;
}

const EXTENDED: Readonly<Record<string, string>> = { '?': '?', '*': '*', '+': '+', '@': '' };

/** bash's `@(a|b)` at `at`: its regular expression and the offset after it. */
function extended(list: readonly Char[], at: number): { source: string; end: number } | undefined {
  const { char } = list[at] as Char;
  if (list[at + 1]?.char !== '(' || list[at + 1]?.quoted || !'?*+@!'.includes(char)) return undefined;
  let depth = 0;
  const end = list.findIndex((item, i) => {
    if (i <= at || item.quoted) return false;
    if (item.char === '(') depth++;
    else if (item.char === ')') depth--;
    return depth === 0;
  });
  if (end < 0) return undefined;
  const inner = list.slice(at + 2, end);
  const alternatives: Char[][] = [[]];
  for (const item of inner) {
    if (item.char === '|' && !item.quoted) alternatives.push([]);
    else alternatives.at(-1)?.push(item);
  }
  const body = alternatives.map((alternative) => patternSource(alternative, false, true)).join('|');
  const source = char === '!' ? `(?:(?!(?:${body})$)[^]*?)` : `(?:${body})${EXTENDED[char]}`;
  return { source, end: end + 1 };
}

function patternSource(list: readonly Char[], shortest: boolean, extglob: boolean): string {
  const lazy = shortest ? '?' : '';
  let source = '';
  for (let at = 0; at < list.length; ) {
    const { char, quoted } = list[at] as Char;
    const group = quoted || !extglob ? undefined : extended(list, at);
    const end = !quoted && char === '[' ? bracketEnd(list, at) : undefined;
    if (group) source += group.source;
    else if (end !== undefined) source += bracket(list, at, end);
    else if (!quoted && char === '*') source += `[^]*${lazy}`;
    else if (!quoted && char === '?') source += '[^]';
    else source += escaped(char);
    at = group?.end ?? (end === undefined ? at + 1 : end + 1);
  }
  return source;
}

export interface PatternOptions {
  /** `*` takes as little as it can. */
  readonly shortest?: boolean;
  /** What must match: all of the text (the default), its beginning, its end, or any part. */
  readonly anchor?: 'both' | 'start' | 'end' | 'none';
  readonly extglob?: boolean;
}

/** A shell pattern (POSIX 2.13) as a regular expression. */
export function patternRegExp(
  field: Field,
  { shortest = false, anchor = 'both', extglob = false }: PatternOptions = {},
): RegExp {
  const source = patternSource(chars(field), shortest, extglob);
  const start = anchor === 'both' || anchor === 'start' ? '^' : '';
  const end = anchor === 'both' || anchor === 'end' ? '$' : '';
  try {
    return new RegExp(`${start}(?:${source})${end}`, 'u');
  } catch {
    return /(?!)/;
  }
}
