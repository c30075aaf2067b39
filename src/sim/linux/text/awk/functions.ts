import { SECOND } from '../../../kernel/clock.ts';
import type { System } from '../../../kernel/syscalls.ts';
import { strftime } from '../strftime.ts';
import type { Value } from './value.ts';
import type { Variables } from './variables.ts';

/** substr(): positions count from 1; one before the text is its beginning, as both packages have it. */
function substring(text: string, from: number, count = Number.POSITIVE_INFINITY): string {
  const start = Math.max(0, Math.trunc(from) - 1);
  return text.slice(start, start + Math.max(0, Math.trunc(count)));
}

/** What sub() and gsub() put in the place of a match: `&` is the match, `\&` the character. */
const replaced = (replacement: string, match: string): string =>
  replacement.replace(/\\\\|\\&|&/g, (mark) => (mark === '&' ? match : mark.slice(1)));

/** Replaces the first match, or all: the new text, and how many there were. */
export function substitute(
  text: string,
  regex: RegExp,
  replacement: string,
  all: boolean,
): { text: string; count: number } {
  let [out, end, last, count] = ['', 0, -1, 0];
  for (const match of text.matchAll(regex)) {
    if (match[0] === '' && match.index === last) continue;
    last = match.index + match[0].length;
    out += text.slice(end, match.index) + replaced(replacement, match[0]);
    end = last;
    count++;
    if (!all) break;
  }
  return { text: out + text.slice(end), count };
}

type Plain = (variables: Variables, args: readonly Value[], sys: System) => Value;

const numeric =
  (compute: (x: number, y: number) => number): Plain =>
  (variables, [x, y]) =>
    compute(variables.number(x), variables.number(y));

/** The functions that only look at the values of their arguments. */
export const PLAIN_FUNCTIONS: Readonly<Record<string, Plain>> = {
  substr: (v, [text, from, count]) =>
    substring(v.text(text), v.number(from), count === undefined ? undefined : v.number(count)),
  index: (v, [text, part]) => v.text(text).indexOf(v.text(part)) + 1,
  tolower: (v, [text]) => v.text(text).replace(/[A-Z]+/g, (upper) => upper.toLowerCase()),
  toupper: (v, [text]) => v.text(text).replace(/[a-z]+/g, (lower) => lower.toUpperCase()),
  int: numeric(Math.trunc),
  sqrt: numeric(Math.sqrt),
  exp: numeric(Math.exp),
  log: numeric(Math.log),
  sin: numeric(Math.sin),
  cos: numeric(Math.cos),
  atan2: numeric(Math.atan2),
  systime: (_variables, _args, sys) => Math.floor(sys.realtime() / SECOND),
  strftime: (v, [format, seconds], sys) =>
    strftime(
      format === undefined ? '%c' : v.text(format),
      seconds === undefined ? sys.realtime() : v.number(seconds) * SECOND,
    ),
  rand: (_variables, _args, sys) => sys.random(4).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 32,
  fflush: () => 0,
};
