import type { Dialect } from '../dialect.ts';
import { ansiC } from './ansi-c.ts';
import type { Assignment, CommandSubstitution, List, Parameter, Word, WordPart } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { Malformed, type Token } from './fault.ts';
import { readParameter } from './parameter.ts';

const WORD_ENDS = new Set([...' \t\n;&|<>()']);

/** How the characters of a stretch are to be understood. */
interface Context {
  /** Asked once at each place: does the stretch end before `char`? */
  readonly ends: (char: string) => boolean;
  /** In (double) quotes: what a backslash protects is all that it vanishes before. */
  readonly escapes?: string;
  /** Does `"` open a quoted stretch? */
  readonly doubleQuotes: () => boolean;
  /** `<(` opens a process substitution. */
  readonly processes?: boolean;
}

const ALWAYS = (): boolean => true;
const NEVER = (): boolean => false;

const QUOTED_ESCAPES = '$`"\\';

/** How the lists inside `$(…)` and backquotes are read; the grammar does it. */
export interface ListReader {
  /** The list from the cursor to its `)`, which is taken. `open`: where the substitution starts. */
  substitution(open: number): List;
  /** The list that `code` is. */
  backquoted(code: string): List | string;
}

const unterminated = (closer: string, pos: number): Malformed => new Malformed({ kind: 'unterminated', closer, pos });

/** Reads words into their parts, from the cursor on. Throws {@link Malformed} on what does not close. */
export class WordReader {
  readonly cursor: Cursor;
  readonly dialect: Dialect;
  readonly #lists: ListReader;
  /** Where a `$((` turned out to be two parentheses: each nested one would otherwise be tried twice as often as the one around it. */
  readonly #apart = new Set<number>();

  constructor(cursor: Cursor, dialect: Dialect, lists: ListReader) {
    this.cursor = cursor;
    this.dialect = dialect;
    this.#lists = lists;
  }

  /** Does the source go on with `text`? */
  sees(text: string): boolean {
    return this.cursor.source.startsWith(text, this.cursor.pos);
  }

  /** Takes what `pattern` (sticky) matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.cursor.pos;
    const found = pattern.exec(this.cursor.source)?.[0];
    this.cursor.pos += found?.length ?? 0;
    return found;
  }

  /** A word of a command, to the blank or operator that ends it; in bash parentheses after `@` and the like are part of it. */
  word(): Word {
    const { cursor } = this;
    const start = cursor.pos;
    const opens = (char: string): boolean =>
      char === '(' &&
      this.dialect === 'bash' &&
      cursor.pos > start &&
      /[?*+@!]/.test(cursor.source[cursor.pos - 1] ?? '');
    let depth = 0;
    const ends = (char: string): boolean => {
      if (depth > 0 && char === ')') depth--;
      else if (depth > 0 ? char === '(' : opens(char)) depth++;
      else if (depth === 0 && WORD_ENDS.has(char))
        return !/[<>]\(/.test(cursor.source.slice(cursor.pos, cursor.pos + 2));
      return false;
    };
    const word = this.#stretch({ ends, doubleQuotes: ALWAYS, processes: true });
    if (depth > 0) throw unterminated(')', start);
    return word;
  }

  /** The right side of `=~`: a regular expression, in which parentheses and bars are plain. */
  regex(): Word {
    let depth = 0;
    const ends = (char: string): boolean => {
      if (char === '(') depth++;
      else if (char === ')' && depth > 0) depth--;
      else return depth === 0 && char !== '|' && WORD_ENDS.has(char);
      return false;
    };
    return this.#stretch({ ends, doubleQuotes: ALWAYS });
  }

  /** The text of a here-document or a prompt, to the end of the source. */
  hereText(): readonly WordPart[] {
    return this.#stretch({ ends: () => false, escapes: '$`\\', doubleQuotes: NEVER }).parts;
  }

  /** Arithmetic, to a character of `enders` outside of its parentheses. */
  arithmetic(enders: string): Word {
    let depth = 0;
    const ends = (char: string): boolean => {
      if (depth === 0 && enders.includes(char)) return true;
      if (char === '(') depth++;
      else if (char === ')') depth--;
      return false;
    };
    return this.#stretch({ ends, escapes: QUOTED_ESCAPES, doubleQuotes: this.dialect === 'bash' ? ALWAYS : NEVER });
  }

  /** A word inside `${…}`, to a character of `enders`. */
  operand(enders: string, quoted: boolean): Word {
    if (!quoted) return this.#stretch({ ends: (char) => enders.includes(char), doubleQuotes: ALWAYS });
    let single: number | undefined;
    const ends = (char: string): boolean => {
      // parse_matched_pair() of bash counts single quotes here, though they stand for themselves
      if (char === "'" && this.dialect === 'bash') single = single === undefined ? this.cursor.pos : undefined;
      return single === undefined && enders.includes(char);
    };
    const doubleQuotes = (): boolean => single === undefined;
    const word = this.#stretch({ ends, escapes: `${QUOTED_ESCAPES}}`, doubleQuotes });
    if (single !== undefined) throw unterminated("'", single);
    return word;
  }

  /** A word with its assignment, where it is one: `name=…`, in bash also `name[…]=…`, `name+=…`, `name=(…)`. */
  assignment(): { readonly word: Word; readonly assignment: Assignment } | undefined {
    const { cursor } = this;
    const start = cursor.pos;
    const name = this.match(/[A-Za-z_]\w*/y);
    const bracket = cursor.pos;
    const index = name !== undefined && this.dialect === 'bash' && this.sees('[') ? this.#subscript() : undefined;
    const operator = name === undefined ? undefined : this.match(this.dialect === 'bash' ? /\+?=/y : /=/y);
    if (name === undefined || operator === undefined) {
      cursor.pos = start;
      return undefined;
    }
    const valueStart = cursor.pos;
    const array = this.dialect === 'bash' && this.sees('(') ? this.#array() : undefined;
    const value = array ?? this.word();
    const text = cursor.source.slice(start, cursor.pos);
    const before: WordPart[] =
      index === undefined
        ? [{ type: 'Literal', text: cursor.source.slice(start, valueStart) }]
        : [
            { type: 'Literal', text: cursor.source.slice(start, bracket + 1) },
            ...index.parts,
            { type: 'Literal', text: `]${operator}` },
          ];
    const parts = 'parts' in value ? [...before, ...value.parts] : before;
    return {
      word: { type: 'Word', text, parts },
      assignment: { type: 'Assignment', text, name, index, append: operator === '+=', value },
    };
  }

  /** `[…]`; undefined, and nothing taken, where it is none. */
  #subscript(): Word | undefined {
    const { cursor } = this;
    const start = cursor.pos;
    cursor.pos++;
    const word = this.#stretch({
      ends: (char) => char === ']' || /[\n;&|<>]/.test(char),
      escapes: QUOTED_ESCAPES,
      doubleQuotes: ALWAYS,
    });
    if (this.match(/\]/y) !== undefined) return word;
    cursor.pos = start;
    return undefined;
  }

  #array(): Word[] {
    const { cursor } = this;
    const start = cursor.pos++;
    const words: Word[] = [];
    for (;;) {
      this.match(/(?:\s|\\\n|#[^\n]*)+/y);
      if (cursor.pos >= cursor.source.length) throw unterminated(')', start);
      if (this.match(/\)/y) !== undefined) return words;
      const word = this.word();
      if (word.text === '') throw new Malformed({ kind: 'unexpected', token: this.token('operator', 1) });
      words.push(word);
    }
  }

  /** The token that the next `length` characters are. */
  token(type: Token['type'], length: number): Token {
    const { source, pos } = this.cursor;
    return { type, text: source.slice(pos, pos + length), pos, end: pos + length };
  }

  #stretch(context: Context): Word {
    const { cursor } = this;
    const start = cursor.pos;
    const parts: WordPart[] = [];
    let plain = start;
    const flush = (end: number): void => {
      if (end > plain) parts.push(plainPart(cursor.source.slice(plain, end), context.escapes));
    };
    while (cursor.pos < cursor.source.length) {
      const { pos } = cursor;
      const char = cursor.source[pos] as string;
      if (context.ends(char)) break;
      const part = this.#part(char, context);
      if (part === undefined) cursor.pos = Math.min(pos + (char === '\\' ? 2 : 1), cursor.source.length);
      else {
        flush(pos);
        parts.push(part);
        plain = cursor.pos;
      }
    }
    flush(cursor.pos);
    return { type: 'Word', text: cursor.source.slice(start, cursor.pos), parts };
  }

  /** The part that opens with `char`; undefined, and nothing taken, where it is a plain character. */
  #part(char: string, context: Context): WordPart | undefined {
    const quoted = context.escapes !== undefined;
    if (char === "'" && !quoted) return this.#singleQuoted(1, (text) => text);
    if (char === '"' && context.doubleQuotes()) return this.#doubleQuoted();
    if (char === '`') return this.#backquoted(quoted);
    if (char === '$') return this.#dollar(quoted);
    if ((char === '<' || char === '>') && context.processes) {
      const start = this.cursor.pos;
      this.cursor.pos += 2;
      const script = this.#lists.substitution(start);
      return { type: 'ProcessSubstitution', operator: char, script, text: this.#since(start) };
    }
    return undefined;
  }

  #since(start: number): string {
    return this.cursor.source.slice(start, this.cursor.pos);
  }

  #singleQuoted(opening: 1 | 2, valueIn: (text: string) => string): WordPart {
    const { cursor } = this;
    const start = cursor.pos;
    cursor.pos += opening;
    const inner = this.match(opening === 1 ? /[^']*/y : /(?:[^'\\]|\\[\s\S])*/y) ?? '';
    if (this.match(/'/y) === undefined) throw unterminated("'", start + opening - 1);
    return { type: 'Quoted', text: this.#since(start), value: valueIn(inner), single: true };
  }

  #doubleQuoted(): WordPart {
    const start = this.cursor.pos;
    this.match(/\$?"/y);
    const { parts } = this.#stretch({ ends: (char) => char === '"', escapes: QUOTED_ESCAPES, doubleQuotes: NEVER });
    if (this.match(/"/y) === undefined) throw unterminated('"', start);
    return { type: 'DoubleQuoted', text: this.#since(start), parts };
  }

  #backquoted(quoted: boolean): CommandSubstitution {
    const start = this.cursor.pos++;
    const inner = this.match(/(?:[^`\\]|\\[\s\S])*/y) ?? '';
    if (this.match(/`/y) === undefined) throw unterminated('`', start);
    const code = inner.replace(quoted ? /\\([$`\\"])/g : /\\([$`\\])/g, '$1');
    return { type: 'CommandSubstitution', script: this.#lists.backquoted(code), text: this.#since(start) };
  }

  #dollar(quoted: boolean): WordPart | undefined {
    const { cursor } = this;
    const start = cursor.pos;
    if (this.sees('$((') && !this.#apart.has(start)) {
      const arithmetic = this.#arithmeticExpansion();
      if (arithmetic !== undefined) return arithmetic;
    }
    if (this.sees('$(')) {
      cursor.pos += 2;
      return { type: 'CommandSubstitution', script: this.#lists.substitution(start), text: this.#since(start) };
    }
    if (this.sees('${')) return readParameter(this, quoted);
    if (!quoted && this.sees("$'")) return this.#singleQuoted(2, (text) => ansiC(text, this.dialect === 'bash'));
    if (!quoted && this.dialect === 'bash' && this.sees('$"')) return this.#doubleQuoted();
    return this.#simpleParameter();
  }

  #simpleParameter(): Parameter | undefined {
    const text = this.match(/\$(?:[A-Za-z_]\w*|[\d@*#?$!-])/y);
    if (text === undefined) return undefined;
    return { type: 'Parameter', text, name: text.slice(1), prefix: undefined, index: undefined, operation: undefined };
  }

  /** `$((…))`; undefined, and nothing taken, where bash finds two parentheses that close apart. */
  #arithmeticExpansion(): WordPart | undefined {
    const { cursor } = this;
    const start = cursor.pos;
    cursor.pos += 3;
    const expression = this.arithmetic(')');
    if (this.match(/\)\)/y) !== undefined) return { type: 'ArithmeticExpansion', expression, text: this.#since(start) };
    if (cursor.pos >= cursor.source.length) throw unterminated('))', start);
    if (this.dialect === 'ash')
      throw new Malformed({ kind: 'invalid', ash: "missing '))'", token: this.token('operator', 1) });
    this.#apart.add(start);
    cursor.pos = start;
    return undefined;
  }
}

function plainPart(text: string, escapes: string | undefined): WordPart {
  if (escapes === undefined) return { type: 'Literal', text };
  const value = text.replace(/\\([\s\S])/g, (whole, char: string) =>
    char === '\n' ? '' : escapes.includes(char) ? char : whole,
  );
  return { type: 'Quoted', text, value, single: false };
}
