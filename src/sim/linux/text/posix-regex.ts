/** A pattern that is no regular expression. */
export class BadRegex extends Error {}

const CLASS_NAMES: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{N}',
  alpha: '\\p{L}',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: '\\p{Ll}',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: '\\p{Lu}',
  xdigit: '0-9A-Fa-f',
};

const literal = (char: string): string => (/[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char);

/** GNU's escapes that both kinds know: `\w`, `\b`, `\<` … */
const ESCAPES: Readonly<Record<string, string>> = {
  w: '[\\p{L}\\p{N}_]',
  W: '[^\\p{L}\\p{N}_]',
  s: '\\s',
  S: '\\S',
  b: '\\b',
  B: '\\B',
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  '`': '^',
  "'": '$',
  n: '\\n',
  t: '\\t',
};

export interface RegexSettings {
  readonly extended?: boolean;
  /** JavaScript's flags. */
  readonly flags?: string;
  /** The text may hold newlines, and `.` stands for them too: sed and awk. */
  readonly newlines?: boolean;
  /** A backslash keeps its force between brackets: awk. */
  readonly bracketEscapes?: boolean;
}

/** Turns a POSIX regular expression, regex(7), into JavaScript's, piece by piece. */
class Translator {
  readonly #pattern: string;
  readonly #extended: boolean;
  readonly #settings: RegexSettings;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, settings: RegexSettings) {
    this.#pattern = pattern;
    this.#extended = settings.extended ?? false;
    this.#settings = settings;
  }

  translate(): string {
    let out = '';
    let atStart = true;
    while (this.#at < this.#pattern.length) {
      const piece = this.#piece(atStart);
      atStart = piece === '(' || piece === '|' || (atStart && piece === '^');
      out += piece;
    }
    if (this.#depth > 0) throw new BadRegex('Unmatched ( or \\(');
    return out;
  }

  #piece(atStart: boolean): string {
    const char = this.#pattern[this.#at++] as string;
    if (char === '[') return this.#bracket();
    if (char === '\\') return this.#escape();
    if (char === '.') return this.#settings.newlines ? '[\\s\\S]' : '[^\\n]';
    if (char === '*') return atStart ? '\\*' : '*';
    if (this.#extended) return this.#operator(char, atStart);
    if (char === '^') return atStart ? '^' : '\\^';
    if (char === '$') return /^(\\\)|\\\||$)/.test(this.#pattern.slice(this.#at)) ? '$' : '\\$';
    return literal(char);
  }

  /** What a plain character means in an extended expression, and `\char` in a basic one. */
  #operator(char: string, atStart: boolean): string {
    if (char === '(') this.#depth++;
    else if (char === ')') {
      if (this.#depth === 0) {
        if (!this.#extended) throw new BadRegex('Unmatched ) or \\)');
        return '\\)';
      }
      this.#depth--;
    } else if ((char === '+' || char === '?') && atStart) return `\\${char}`;
    else if (char === '{') return this.#interval();
    else if (!'+?|^$'.includes(char)) return literal(char);
    return char;
  }

  #interval(): string {
    const close = this.#extended ? '}' : '\\}';
    const end = this.#pattern.indexOf(close, this.#at);
    const bounds = end < 0 ? '' : this.#pattern.slice(this.#at, end);
    if (!/^(\d+(,\d*)?|,\d+)$/.test(bounds)) {
      if (this.#extended) return '\\{';
      throw new BadRegex('Invalid preceding regular expression');
    }
    this.#at = end + close.length;
    return `{${bounds.startsWith(',') ? '0' : ''}${bounds}}`;
  }

  #escape(): string {
    const char = this.#pattern[this.#at++];
    if (char === undefined) throw new BadRegex('Trailing backslash');
    const known = ESCAPES[char];
    if (known !== undefined) return known;
    if (/[1-9]/.test(char)) return `\\${char}`;
    if (!this.#extended && '(){|+?'.includes(char)) return this.#operator(char, false);
    return literal(char);
  }

  #bracket(): string {
    let set = '[';
    if (this.#pattern[this.#at] === '^') {
      set += '^';
      this.#at++;
    }
    for (let first = true; ; first = false) {
      const char = this.#pattern[this.#at++];
      if (char === undefined) throw new BadRegex('Unmatched [, [^, [:, [., or [=');
      if (char === ']' && !first) return `${set}]`;
      const name = char === '[' ? /^:(\w+):\]/.exec(this.#pattern.slice(this.#at)) : null;
      if (name !== null) {
        const members = CLASS_NAMES[name[1] as string];
        if (members === undefined) throw new BadRegex('Invalid character class name');
        set += members;
        this.#at += name[0].length;
      } else if (char === '\\' && this.#settings.bracketEscapes) set += literal(this.#pattern[this.#at++] ?? char);
      else set += char === '-' && !first && this.#pattern[this.#at] !== ']' ? '-' : literal(char).replace('-', '\\-');
    }
  }
}

/** Compiles a POSIX basic or extended regular expression, regex(7). Throws {@link BadRegex}. */
export function posixRegex(pattern: string, settings: RegexSettings = {}): RegExp {
  const source = new Translator(pattern, settings).translate();
  try {
    return new RegExp(source, `u${settings.flags ?? ''}`);
  } catch {
    throw new BadRegex('Invalid regular expression');
  }
}

/** A pattern that matches `text` itself. */
export const fixedRegex = (text: string, flags = ''): RegExp =>
  new RegExp([...text].map(literal).join(''), `u${flags}`);
