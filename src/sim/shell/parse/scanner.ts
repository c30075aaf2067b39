import type { Dialect } from '../dialect.ts';
import { Malformed, type Token } from './fault.ts';
import { skipArithmetic, skipBackquotes, skipBraces, skipDoubleQuotes, skipSingleQuotes } from './quoting.ts';

const OPERATORS: Readonly<Record<Dialect, readonly string[]>> = {
  ash: ['&&', '||', ';;', ';&', '(', ')', ';', '&', '|'],
  bash: ['&&', '||', ';;&', ';;', ';&', '|&', '(', ')', ';', '&', '|'],
};

const REDIRECTIONS: Readonly<Record<Dialect, readonly string[]>> = {
  ash: ['<<-', '&>', '<<', '<&', '<>', '>>', '>&', '>|', '<', '>'],
  bash: ['&>>', '<<<', '<<-', '&>', '<<', '<&', '<>', '>>', '>&', '>|', '<', '>'],
};

const WORD_ENDS = new Set([...' \t\n;&|<>()']);

interface HereDocument {
  readonly delimiter: string;
  readonly stripTabs: boolean;
}

/** Cuts shell source into tokens. `substitution` reads the command list after `$(` and gives the offset after its `)`. */
export class Scanner {
  source: string;
  pos: number;
  readonly dialect: Dialect;
  readonly #substitution: (start: number) => number;
  #pending: HereDocument[] = [];
  /** Here-documents that the end of the source cut short. */
  unclosedHere: string | undefined;

  constructor(source: string, pos: number, dialect: Dialect, substitution: (start: number) => number) {
    this.source = source;
    this.pos = pos;
    this.dialect = dialect;
    this.#substitution = substitution;
  }

  /** The next token; after a newline the bodies of here-documents are skipped. */
  next(): Token {
    this.#skipBlanks();
    const { source, pos } = this;
    if (pos >= source.length) return this.#token('end', pos);
    if (source[pos] === '\n') {
      this.pos++;
      this.#skipHereDocuments();
      return { type: 'newline', text: '\n', pos, end: pos + 1 };
    }
    const redirection = this.#redirection();
    if (redirection) return redirection;
    const operator = OPERATORS[this.dialect].find((text) => source.startsWith(text, pos));
    if (operator) return this.#token('operator', pos + operator.length);
    return this.#token('word', this.wordEnd(pos));
  }

  #token(type: Token['type'], end: number): Token {
    const { pos } = this;
    this.pos = end;
    return { type, text: this.source.slice(pos, end), pos, end };
  }

  #skipBlanks(): void {
    const { source } = this;
    for (;;) {
      const char = source[this.pos];
      if (char === ' ' || char === '\t') this.pos++;
      else if (char === '\\' && source[this.pos + 1] === '\n') this.pos += 2;
      else if (char === '#') while (this.pos < source.length && source[this.pos] !== '\n') this.pos++;
      else return;
    }
  }

  #redirection(): Token | undefined {
    const { source, pos } = this;
    const digits = /\d*/y;
    digits.lastIndex = pos;
    const at = pos + (digits.exec(source)?.[0].length ?? 0);
    if (/[<>]\(/.test(source.slice(at, at + 2))) return undefined;
    const operator = REDIRECTIONS[this.dialect].find((text) => source.startsWith(text, at));
    if (operator === undefined || (at > pos && operator.startsWith('&'))) return undefined;
    return this.#token('redirection', at + operator.length);
  }

  /** Remembers that the body of a here-document follows the next newline. */
  hereDocument(word: string, stripTabs: boolean): void {
    this.#pending.push({ delimiter: word.replace(/\\(.)|['"]/gs, '$1'), stripTabs });
  }

  #skipHereDocuments(): void {
    for (const { delimiter, stripTabs } of this.#pending.splice(0)) this.#skipHereDocument(delimiter, stripTabs);
  }

  #skipHereDocument(delimiter: string, stripTabs: boolean): void {
    while (this.pos < this.source.length) {
      const newline = this.source.indexOf('\n', this.pos);
      const end = newline < 0 ? this.source.length : newline;
      const line = this.source.slice(this.pos, end);
      this.pos = newline < 0 ? end : end + 1;
      if ((stripTabs ? line.replace(/^\t+/, '') : line) === delimiter) return;
    }
    this.unclosedHere ??= delimiter;
  }

  get awaitsHereDocument(): boolean {
    return this.#pending.length > 0;
  }

  /** The end of the word that starts at `start`. Throws {@link Malformed} on an unclosed quote. */
  wordEnd(start: number): number {
    const { source } = this;
    let pos = start;
    while (pos < source.length) {
      const char = source[pos] as string;
      if (this.#processSubstitution(pos)) pos = this.#substitution(pos + 2);
      else if (WORD_ENDS.has(char)) {
        const inner = this.#parenthesesInWord(start, pos);
        if (inner === undefined) break;
        pos = inner;
      } else pos = this.quotedEnd(pos);
    }
    return pos;
  }

  #processSubstitution(pos: number): boolean {
    return /[<>]/.test(this.source[pos] ?? '') && this.source[pos + 1] === '(';
  }

  /** bash's `name=(…)` and extended patterns: a parenthesis that belongs to the word. */
  #parenthesesInWord(start: number, pos: number): number | undefined {
    if (this.dialect !== 'bash' || this.source[pos] !== '(' || pos === start) return undefined;
    const before = this.source.slice(start, pos);
    if (!/^[A-Za-z_]\w*(\[[^\]]*\])?\+?=$/.test(before) && !/[?*+@!]$/.test(before)) return undefined;
    let at = pos + 1;
    while (at < this.source.length && this.source[at] !== ')') {
      at = this.source[at] === '(' ? (this.#parenthesesInWord(pos, at) ?? at + 1) : this.quotedEnd(at);
    }
    if (at >= this.source.length) throw new Malformed({ kind: 'unterminated', closer: ')', pos });
    return at + 1;
  }

  /** The end of what starts at `pos`: a quoted stretch, a substitution, or one plain character. */
  quotedEnd(pos: number): number {
    const { source } = this;
    switch (source[pos]) {
      case '\\':
        return Math.min(pos + 2, source.length);
      case "'":
        return skipSingleQuotes(source, pos);
      case '"':
        return skipDoubleQuotes(source, pos, (at) => this.quotedEnd(at));
      case '`':
        return skipBackquotes(source, pos);
      case '$':
        return this.#dollarEnd(pos);
      default:
        return pos + 1;
    }
  }

  #dollarEnd(pos: number): number {
    const { source } = this;
    if (source.startsWith('$((', pos)) {
      const end = skipArithmetic(source, pos, (at) => this.quotedEnd(at));
      if (end !== undefined) return end;
    }
    if (source[pos + 1] === '(') return this.#substitution(pos + 2);
    if (source[pos + 1] === '{') return skipBraces(source, pos, (at) => this.quotedEnd(at));
    if (source[pos + 1] === "'") return skipSingleQuotes(source, pos + 1, true);
    return pos + 1;
  }
}
