import { AwkProblem } from './fault.ts';

export type TokenKind = 'number' | 'string' | 'name' | 'call' | 'builtin' | 'keyword' | 'op' | 'newline' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** A string's value, a number's digits, else as it is written. */
  readonly text: string;
  readonly line: number;
  readonly start: number;
}

const KEYWORDS = new Set(
  'BEGIN END function func if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);
const BUILTINS = new Set(
  'length substr index split sub gsub match sprintf sin cos atan2 exp log sqrt int rand srand tolower toupper system close fflush systime strftime'.split(
    ' ',
  ),
);
const OPERATORS = /(?:\*\*=|>>|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|&&|\|\||\*\*|[-+*/%^!<>|?:~$=,;(){}[\]])/y;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', '/': '/', a: '\x07', b: '\b', f: '\f', v: '\v' },
};

/** Text with the escapes of awk's strings carried out; unknown ones keep their backslash, as regular expressions want them. */
export const unescaped = (text: string): string =>
  text.replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (all, octal?: string, char?: string) =>
    octal === undefined ? (ESCAPES[char ?? ''] ?? all) : String.fromCharCode(Number.parseInt(octal, 8)),
  );

/** Reads tokens one by one; a regular expression only when the parser says that one must stand here. */
export class Lexer {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes back to a token, to read from it again. */
  rewind({ start, line }: Token): void {
    this.#at = start;
    this.#line = line;
  }

  next(): Token {
    const blank = this.#take(/(?:[ \t\r]|\\\r?\n|#[^\n]*)*/y) ?? '';
    this.#line += blank.split('\n').length - 1;
    const start = this.#at;
    const token = (kind: TokenKind, text: string): Token => ({ kind, text, line: this.#line, start });
    if (start >= this.#text.length) return token('end', '');
    if (this.#take(/\n/y) !== undefined) {
      const made = token('newline', '\n');
      this.#line++;
      return made;
    }
    const number = this.#take(/(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y);
    if (number !== undefined) return token('number', number);
    const word = this.#take(/[A-Za-z_]\w*/y);
    if (word !== undefined) return token(this.#wordKind(word), word);
    if (this.#text[start] === '"') return token('string', this.#string());
    const operator = this.#take(OPERATORS);
    if (operator === undefined) throw new AwkProblem('character', this.#text[start] as string, this.#line);
    return token('op', operator);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #wordKind(word: string): TokenKind {
    if (KEYWORDS.has(word)) return 'keyword';
    if (BUILTINS.has(word)) return 'builtin';
    return this.#text[this.#at] === '(' ? 'call' : 'name';
  }

  #string(): string {
    const quoted = this.#take(/"(?:\\[\s\S]|[^"\\\n])*"/y);
    if (quoted === undefined) throw new AwkProblem('string', this.#text.slice(this.#at + 1), this.#line);
    return unescaped(quoted.slice(1, -1).replaceAll('\\\n', ''));
  }

  /** The regular expression whose opening slash is this token, without its slashes. */
  regex(slash: Token): string {
    this.#at = slash.start;
    const literal = this.#take(/\/(?:\\[^\n]|\[\^?\]?(?:\\[^\n]|\[:\w+:\]|[^\]\n])*\]|[^/\\\n[])*\//y);
    if (literal === undefined) throw new AwkProblem('regex literal', this.#text.slice(this.#at), this.#line);
    return literal.slice(1, -1).replaceAll('\\/', '/');
  }
}
