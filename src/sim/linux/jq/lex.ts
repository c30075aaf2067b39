export type TokenKind =
  | 'field'
  | 'name'
  | 'variable'
  | 'format'
  | 'number'
  | 'string'
  | 'keyword'
  | 'op'
  | 'invalid'
  | 'end';

/** A token; a string's text is what stands between its quotes, interpolations and all. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const KEYWORDS = new Set(
  'def if then elif else end as reduce foreach try catch and or import include label __loc__'.split(' '),
);
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['field', /\.[a-zA-Z_]\w*/y],
  ['variable', /\$[a-zA-Z_]\w*/y],
  ['format', /@[a-zA-Z0-9_]+/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y],
  ['name', /(?:[a-zA-Z_]\w*::)*[a-zA-Z_]\w*/y],
  ['op', /\?\/\/|\|=|\+=|-=|\*=|\/\/=|\/=|%=|==|!=|<=|>=|\/\/|\.\.|[.?|,:;()[\]{}=<>+\-*/%]/y],
];
const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Cuts a program into tokens. A bracket that closes none is no token. */
export function lex(text: string): Token[] {
  const tokens: Token[] = [];
  const open: string[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  for (;;) {
    at += take(/(?:\s|#[^\n]*)*/y)?.length ?? 0;
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', start: at, end: at }];
    const start = at;
    if (text[at] === '"') {
      at = stringEnd(text, at);
      tokens.push({
        kind: 'string',
        text: text.slice(start + 1, text[at - 1] === '"' && at > start + 1 ? at - 1 : at),
        start,
        end: at,
      });
      continue;
    }
    const found = PATTERNS.map(([kind, pattern]) => [kind, take(pattern)] as const).find(
      ([, word]) => word !== undefined,
    );
    const word = found?.[1] ?? (text[at] as string);
    at += word.length;
    if ('([{'.includes(word)) open.push(word);
    const stray = word in CLOSES && open.pop() !== CLOSES[word];
    const kind = found === undefined || stray ? 'invalid' : KEYWORDS.has(word) ? 'keyword' : found[0];
    tokens.push({ kind, text: word, start, end: at });
  }
}

/** Behind the closing quote; interpolations may hold quotes of their own. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] !== '\\') continue;
    if (text[++at] === '(') at = interpolationEnd(text, at) - 1;
  }
  return text.length;
}

/** Behind the parenthesis that closes the one at `start`. */
export function interpolationEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') at = stringEnd(text, at) - 1;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return text.length;
}
