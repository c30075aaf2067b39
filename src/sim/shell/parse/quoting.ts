import { Malformed } from './fault.ts';

type Skip = (pos: number) => number;

const unterminated = (closer: string, pos: number): Malformed => new Malformed({ kind: 'unterminated', closer, pos });

/** After the closing `'` of the string that opens at `pos`; `escapes`: in `$'…'` a backslash protects it. */
export function skipSingleQuotes(source: string, pos: number, escapes = false): number {
  let at = pos + 1;
  while (at < source.length && source[at] !== "'") at += escapes && source[at] === '\\' ? 2 : 1;
  if (at >= source.length) throw unterminated("'", pos);
  return at + 1;
}

/** After the closing `"`; `inner` steps over substitutions. */
export function skipDoubleQuotes(source: string, pos: number, inner: Skip): number {
  let at = pos + 1;
  while (at < source.length && source[at] !== '"') {
    const char = source[at];
    if (char === '$' && source[at + 1] === '{')
      at = skipBraces(source, at, (inside) => withoutSingle(source, inside, inner));
    else at = char === '\\' || char === '`' || (char === '$' && source[at + 1] !== "'") ? inner(at) : at + 1;
  }
  if (at >= source.length) throw unterminated('"', pos);
  return at + 1;
}

/** Inside double quotes a single quote is a character like others. */
const withoutSingle = (source: string, pos: number, inner: Skip): number =>
  source[pos] === "'" || source.startsWith("$'", pos) ? pos + 1 : inner(pos);

export function skipBackquotes(source: string, pos: number): number {
  let at = pos + 1;
  while (at < source.length && source[at] !== '`') at += source[at] === '\\' ? 2 : 1;
  if (at >= source.length) throw unterminated('`', pos);
  return at + 1;
}

/** After the `}` of the `${` at `pos`. */
export function skipBraces(source: string, pos: number, inner: Skip): number {
  let at = pos + 2;
  while (at < source.length && source[at] !== '}') at = inner(at);
  if (at >= source.length) throw unterminated('}', pos);
  return at + 1;
}

/** After the `))` of the `$((` at `pos`; undefined where it closes as nested parentheses do: `$( (a) )` written `$((a) )`. */
export function skipArithmetic(source: string, pos: number, inner: Skip): number | undefined {
  let depth = 0;
  for (let at = pos + 3; at < source.length; ) {
    const char = source[at];
    if (char === '(') depth++;
    else if (char === ')' && depth === 0) return source[at + 1] === ')' ? at + 2 : undefined;
    else if (char === ')') depth--;
    at = char === '"' ? at + 1 : inner(at);
  }
  throw unterminated('))', pos);
}
