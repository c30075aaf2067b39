import type { History } from './history.ts';

/** What became of a line: `changed` says that bash shows it before it runs; `run` is false for `:p`. */
export type Expansion =
  | { readonly text: string; readonly changed: boolean; readonly run: boolean }
  | { readonly error: string };

/** A line's words as history counts them: quotes hold them together, operators stand alone (histexpand.c, history_tokenize). */
export function words(line: string): readonly string[] {
  const token = /(?:\\.|"(?:\\.|[^"\\])*"?|'[^']*'?|[^\s\\"'|&;()<>])+|\d*[<>][<>&]?|&&|\|\||;;|[|&;()]/g;
  return line.match(token) ?? [];
}

/** `!!`, `!n`, `!-n`, `!?text?`, `!text`; and the designators that name words of the last line without an event. */
const EVENT = /!(?:(!)|(-?\d+)|\?([^?\n]+)\??|(?=[$^*:])|([^\s=(!?$^*:"';|&<>]+))/y;
const DESIGNATOR = /:?([$^*])|:(\d+)(-(?:\d+|\$)?)?/y;
const MODIFIER = /:([phtre])/y;

const MODIFIERS: Readonly<Record<string, (text: string) => string>> = {
  h: (text) => text.replace(/\/[^/]*$/, ''),
  t: (text) => text.replace(/^.*\//, ''),
  r: (text) => text.replace(/\.[^./]*$/, ''),
  e: (text) => /\.[^./]*$/.exec(text)?.[0] ?? '',
  p: (text) => text,
};

function event(history: History, match: RegExpExecArray): string | undefined {
  const [, , number, within, start] = match;
  if (number) {
    const n = Number(number);
    return n < 0 ? history.at(n) : history[n - 1];
  }
  if (within) return history.findLast((line) => line.includes(within));
  if (start) return history.findLast((line) => line.startsWith(start));
  return history.at(-1);
}

function designated(line: string, match: RegExpExecArray | null): string | undefined {
  if (!match) return line;
  const list = words(line);
  const [, sign, from, range] = match;
  if (sign === '*') return list.slice(1).join(' ');
  const first = sign === '^' ? 1 : sign === '$' ? list.length - 1 : Number(from);
  const rest = range?.slice(1);
  const last = range === undefined ? first : rest === '$' ? list.length - 1 : rest ? Number(rest) : list.length - 2;
  return first < list.length && last < list.length ? list.slice(first, last + 1).join(' ') : undefined;
}

const at = (pattern: RegExp, text: string, index: number): RegExpExecArray | null => {
  pattern.lastIndex = index;
  return pattern.exec(text);
};

/** How far a place may be skipped where `!` means nothing: quoted text, `$!`, `${!`, `[!`; 0 where it may mean something. */
function plain(line: string, i: number, inDouble: boolean): number {
  if (line[i] === '\\') return 2;
  if (line[i] === "'" && !inDouble) return Math.max(1, line.indexOf("'", i + 1) + 1 - i);
  if (/^(?:\$!|\$\{!|\[!)/.test(line.slice(i, i + 3))) return line[i + 1] === '{' ? 3 : 2;
  return line[i] === '!' ? 0 : 1;
}

interface Reference {
  readonly text: string;
  readonly end: number;
  readonly printOnly: boolean;
}

function reference(line: string, i: number, history: History): Reference | { error: string } | undefined {
  const match = at(EVENT, line, i);
  if (!match) return undefined;
  let end = i + match[0].length;
  const found = event(history, match);
  if (found === undefined) return { error: `${match[0]}: event not found` };
  const designator = at(DESIGNATOR, line, end);
  let text = designated(found, designator);
  if (text === undefined) return { error: `${designator?.[0]}: bad word specifier` };
  end += designator?.[0].length ?? 0;
  let printOnly = false;
  for (let m = at(MODIFIER, line, end); m; m = at(MODIFIER, line, end)) {
    text = MODIFIERS[m[1] as string]?.(text) ?? text;
    printOnly ||= m[1] === 'p';
    end += m[0].length;
  }
  return { text, end, printOnly };
}

/** `^old^new^`: the last line with one text replaced. */
function substituted(line: string, history: History): Expansion {
  const [, old = '', fresh = ''] = line.split('^');
  const last = history.at(-1);
  if (last === undefined || old === '' || !last.includes(old)) return { error: `:s${line}: substitution failed` };
  return { text: last.replace(old, () => fresh), changed: true, run: true };
}

/** bash's history expansion (history(3)) of a line that was entered. */
export function expandHistory(line: string, history: History): Expansion {
  if (line.startsWith('^')) return substituted(line, history);
  let text = '';
  let run = true;
  let changed = false;
  let inDouble = false;
  for (let i = 0; i < line.length; ) {
    // What follows a comment's `#` is left alone, within a here-document too (history_comment_char).
    if (line[i] === '#' && !inDouble && /^[\s;&()|<>]?$/.test(line[i - 1] ?? '')) {
      text += line.slice(i);
      break;
    }
    const skip = plain(line, i, inDouble);
    if (line[i] === '"') inDouble = !inDouble;
    const found = skip === 0 ? reference(line, i, history) : undefined;
    if (found && 'error' in found) return found;
    text += found ? found.text : line.slice(i, i + Math.max(1, skip));
    i = found ? found.end : i + Math.max(1, skip);
    changed ||= found !== undefined;
    run &&= !found?.printOnly;
  }
  return { text, changed, run };
}
