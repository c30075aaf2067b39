export type TokenType =
  | 'text'
  | 'left'
  | 'right'
  | 'space'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'keyword'
  | 'bool'
  | 'nil'
  | 'dot'
  | 'number'
  | 'string'
  | 'char'
  | 'declare'
  | 'assign'
  | 'pipe'
  | 'open'
  | 'close'
  | 'comma'
  | 'other'
  | 'error'
  | 'eof';

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly at: number;
  readonly line: number;
}

const KEYWORDS = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'range', 'template', 'with']);

const LEXEMES: readonly (readonly [TokenType, RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['string', /"(?:\\.|[^"\\\n])*"|`[^`]*`/y],
  ['char', /'(?:\\.[^']*|[^'\\\n])'/y],
  [
    'number',
    /[+-]?(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/y,
  ],
  ['field', /\.[\p{L}_][\p{L}\p{N}_]*/uy],
  ['dot', /\./y],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['identifier', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['declare', /:=/y],
  ['assign', /=/y],
  ['pipe', /\|/y],
  ['open', /\(/y],
  ['close', /\)/y],
  ['comma', /,/y],
  ['other', /[!#%&*/;<>?@[\\\]^{}~+-]/y],
];

/** A character as Go's `%#U` shows it. */
const unicode = (char: string): string =>
  `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')} '${char}'`;

/** What must be followed by a blank, a delimiter or one of these (lex.go, atTerminator). */
const WORDS: ReadonlySet<TokenType> = new Set(['field', 'variable', 'identifier']);
const TERMINATOR = /^(?:$|[ \t\r\n.,|:()]|\}\})/;

const firstOf = (text: string): string => String.fromCodePoint(text.codePointAt(0) ?? 0);

function refusal(rest: string): string {
  if (rest === '') return 'unclosed action';
  if (rest.startsWith('"')) return 'unterminated quoted string';
  if (rest.startsWith('`')) return 'unterminated raw quoted string';
  if (rest.startsWith("'")) return 'unterminated character constant';
  if (rest.startsWith(':')) return 'expected :=';
  return `unrecognized character in action: ${unicode(firstOf(rest))}`;
}

class Lexer {
  readonly #source: string;
  readonly tokens: Token[] = [];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  #push(type: TokenType, text: string, at = this.#at): void {
    const line = this.#source.slice(0, at).split('\n').length;
    this.tokens.push({ type, text, at, line });
  }

  /** Text up to the next action; false at the end of the source. */
  text(): boolean {
    const start = this.#source.indexOf('{{', this.#at);
    const raw = this.#source.slice(this.#at, start < 0 ? undefined : start);
    const trims = start >= 0 && /^\{\{-[ \t\r\n]/.test(this.#source.slice(start, start + 4));
    const text = trims ? raw.trimEnd() : raw;
    if (text !== '') this.#push('text', text);
    if (start < 0) return false;
    this.#at = start;
    const comment = /\{\{(?:-[ \t\r\n]+)?\/\*/y;
    comment.lastIndex = start;
    if (comment.test(this.#source)) return this.#comment();
    this.#push('left', '{{');
    this.#at += trims ? 4 : 2;
    return this.#action();
  }

  #comment(): boolean {
    const end = this.#source.indexOf('*/', this.#at);
    if (end < 0) return this.#fail('unclosed comment');
    const close = /\*\/(?:[ \t\r\n]+-)?\}\}/y;
    close.lastIndex = end;
    if (!close.test(this.#source)) return this.#fail('comment ends before closing delimiter');
    this.#after(close.lastIndex, this.#source[close.lastIndex - 3] === '-');
    return true;
  }

  #after(at: number, trims: boolean): void {
    this.#at = at;
    if (trims) this.#at += this.#source.slice(at).length - this.#source.slice(at).trimStart().length;
  }

  #fail(text: string): false {
    this.#push('error', text);
    return false;
  }

  #action(): boolean {
    this.#depth = 0;
    for (;;) {
      const close = /(?:[ \t\r\n]+-)?\}\}/y;
      close.lastIndex = this.#at;
      if (close.test(this.#source)) {
        if (this.#depth > 0) return this.#fail('unclosed left paren');
        this.#push('right', '}}');
        this.#after(close.lastIndex, this.#source[close.lastIndex - 3] === '-');
        return true;
      }
      if (!this.#lexeme()) return false;
    }
  }

  #lexeme(): boolean {
    for (const [type, pattern] of LEXEMES) {
      pattern.lastIndex = this.#at;
      const text = pattern.exec(this.#source)?.[0];
      if (text === undefined) continue;
      const after = this.#source.slice(this.#at + text.length);
      if (WORDS.has(type) && !TERMINATOR.test(after)) return this.#fail(`bad character ${unicode(firstOf(after))}`);
      if (type === 'open') this.#depth++;
      if (type === 'close' && --this.#depth < 0) return this.#fail('unexpected right paren');
      this.#push(this.#named(type, text), text);
      this.#at += text.length;
      return true;
    }
    return this.#fail(refusal(this.#source.slice(this.#at)));
  }

  #named(type: TokenType, text: string): TokenType {
    if (type !== 'identifier') return type;
    if (KEYWORDS.has(text)) return 'keyword';
    if (text === 'true' || text === 'false') return 'bool';
    return text === 'nil' ? 'nil' : type;
  }

  end(): Token[] {
    if (this.tokens.at(-1)?.type !== 'error') {
      this.#at = this.#source.length;
      this.#push('eof', 'EOF');
    }
    return this.tokens;
  }
}

/** The tokens of a template (text/template/parse's lexer); the last one is `eof` or an `error`. */
export function lex(source: string): readonly Token[] {
  const lexer = new Lexer(source);
  while (lexer.text());
  return lexer.end();
}
