import type { Task } from '../../kernel/task.ts';
import type { Dialect } from '../dialect.ts';
import { displayWidth } from './width.ts';

/**
 * What could stand in place of the word that ends at the cursor.
 */
export interface Completion {
  /** Where the word begins in the line, its opening quote included. */
  readonly start: number;
  /** Whole words, without quotes or backslashes; one that ends in `/` (a directory) or `=` gets no blank after it. */
  readonly candidates: readonly string[];
}

/** Asks the shell. `cursor` is an index into `line`, as strings count. */
export type Complete = (line: string, cursor: number) => Task<Completion>;

type Quote = '"' | "'" | '';

/** What both shells put a backslash before; bash minds some more (bash, `sh_backslash_quote`; BusyBox, `is_special_char`). */
const SPECIAL: Readonly<Record<Dialect, RegExp>> = {
  ash: /[ `'"\\#$~?*[{()&;|<>]/gu,
  bash: /[\s`'"\\$?*[\]{}()&;|<>!^]/gu,
};

/** The word as the shell will see it, and the quote that is still open at its end. */
export function unquote(word: string): { text: string; quote: Quote } {
  let text = '';
  let quote: Quote = '';
  for (let i = 0; i < word.length; i++) {
    const c = word[i] as string;
    if (c === '\\' && quote !== "'" && i + 1 < word.length) text += word[++i];
    else if (c === quote) quote = '';
    else if ((c === '"' || c === "'") && quote === '') quote = c;
    else text += c;
  }
  return { text, quote };
}

/** Quotes what is added to a word; BusyBox takes backslashes even inside quotes. */
function quoted(text: string, quote: Quote, dialect: Dialect): string {
  if (dialect === 'ash' || quote === '') return text.replaceAll(SPECIAL[dialect], '\\$&');
  return quote === '"' ? text.replaceAll(/["\\$`]/g, '\\$&') : text.replaceAll("'", "'\\''");
}

function commonPrefix(words: readonly string[]): string {
  const [first = '', ...others] = words.map((word) => [...word]);
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) length++;
  return (first as string[]).slice(0, length).join('');
}

/** By bytes, without repetitions. */
export function sorted(words: readonly string[]): readonly string[] {
  return [...new Set(words)].sort((a, b) => (a < b ? -1 : 1));
}

/** The word completed as far as it is certain: `word` itself where nothing is. A sole candidate closes its quote and the word. */
export function completed(word: string, candidates: readonly string[], dialect: Dialect): string {
  const prefix = commonPrefix(candidates);
  const { text, quote } = unquote(word);
  if (!prefix.startsWith(text) && candidates.length > 1 && prefix.length < text.length) return word;
  const longer = prefix.startsWith(text)
    ? word + quoted(prefix.slice(text.length), quote, dialect)
    : quoted(prefix, '', dialect);
  if (candidates.length !== 1 || /[/=]$/.test(prefix)) return longer;
  return `${longer}${dialect === 'bash' && prefix.startsWith(text) ? quote : ''} `;
}

/** A candidate as lists show it: without the directories before its last name. */
export function listed(candidate: string): string {
  return candidate.slice(candidate.lastIndexOf('/', candidate.length - 2) + 1);
}

/** Words down the columns, two blanks apart, without line ends. */
export function inColumns(words: readonly string[], columns: number, dialect: Dialect): readonly string[] {
  // readline adds a directory's slash when it prints, after the columns were measured (complete.c, print_filename).
  const measured = dialect === 'bash' ? words.map((word) => word.replace(/\/$/, '')) : words;
  const width = Math.max(...measured.map(displayWidth)) + 2;
  let across = Math.max(1, Math.floor(columns / width));
  // readline leaves the terminal's last column free (complete.c, rl_display_match_list).
  if (dialect === 'bash' && across > 1 && across * width === columns) across--;
  const grid = { width, across, down: Math.ceil(words.length / across) };
  return Array.from({ length: grid.down }, (_, row) => rowOf(words, row, grid, dialect));
}

interface Grid {
  readonly width: number;
  readonly across: number;
  readonly down: number;
}

/** readline pads all but the last possible column, BusyBox all but the last word. */
function rowOf(words: readonly string[], row: number, grid: Grid, dialect: Dialect): string {
  let line = '';
  for (let column = 0; column < grid.across; column++) {
    const word = words[row + column * grid.down];
    if (word === undefined) break;
    const last = dialect === 'bash' ? column + 1 === grid.across : row + (column + 1) * grid.down >= words.length;
    line += word + (last ? '' : ' '.repeat(Math.max(0, grid.width - displayWidth(word))));
  }
  return line;
}
