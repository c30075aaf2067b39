import type { Dialect } from '../dialect.ts';
import type { HereDocument } from './ast.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './fault.ts';
import type { WordReader } from './word-reader.ts';

const OPERATORS: Readonly<Record<Dialect, readonly string[]>> = {
  ash: ['&&', '||', ';;', '(', ')', ';', '&', '|'],
  bash: ['&&', '||', ';;&', ';;', ';&', '|&', '(', ')', ';', '&', '|'],
};

const REDIRECTIONS: Readonly<Record<Dialect, readonly string[]>> = {
  ash: ['<<-', '&>', '<<', '<&', '<>', '>>', '>&', '>|', '<', '>'],
  bash: ['&>>', '<<<', '<<-', '&>', '<<', '<&', '<>', '>>', '>&', '>|', '<', '>'],
};

/** Cuts shell source into tokens. */
export class Scanner {
  readonly cursor: Cursor;
  readonly #words: WordReader;
  #pending: HereDocument[] = [];
  /** The end of the source cut a here-document short. */
  hereDocumentCut = false;

  constructor(words: WordReader) {
    this.cursor = words.cursor;
    this.#words = words;
  }

  /** The next token; after a newline the bodies of here-documents are read. */
  next(): Token {
    this.skipBlanks();
    const { source, pos } = this.cursor;
    if (pos >= source.length) return this.#token('end', 0);
    if (source[pos] === '\n') {
      const token = this.#token('newline', 1);
      for (const document of this.#pending.splice(0)) this.#readBody(document);
      return token;
    }
    const { dialect } = this.#words;
    const redirection = this.#redirection();
    if (redirection !== undefined) return this.#token('redirection', redirection);
    const operator = OPERATORS[dialect].find((text) => this.#words.sees(text));
    if (operator !== undefined) return this.#token('operator', operator.length);
    const assigned = this.#words.assignment();
    const word = assigned?.word ?? this.#words.word();
    return { type: 'word', text: word.text, pos, end: this.cursor.pos, word, assignment: assigned?.assignment };
  }

  #token(type: Token['type'], length: number): Token {
    const token = this.#words.token(type, length);
    this.cursor.pos = token.end;
    return token;
  }

  skipBlanks(): void {
    this.#words.match(/(?:[ \t]|\\\n|#[^\n]*)+/y);
  }

  /** The length of the redirection operator here, its descriptor included. */
  #redirection(): number | undefined {
    const { source, pos } = this.cursor;
    const digits = /\d*/y;
    digits.lastIndex = pos;
    const at = pos + (digits.exec(source)?.[0].length ?? 0);
    if (/[<>]\(/.test(source.slice(at, at + 2))) return undefined;
    const operator = REDIRECTIONS[this.#words.dialect].find((text) => source.startsWith(text, at));
    if (operator === undefined || (at > pos && operator.startsWith('&'))) return undefined;
    return at - pos + operator.length;
  }

  /** Remembers that the body of a here-document follows the next newline. */
  expectBody(document: HereDocument): void {
    this.#pending.push(document);
  }

  #readBody(document: HereDocument): void {
    const { cursor } = this;
    while (cursor.pos < cursor.source.length) {
      const line = this.#words.match(/[^\n]*\n?/y) ?? '';
      const shown = document.operator === '<<-' ? line.replace(/^\t+/, '') : line;
      if (shown.replace(/\n$/, '') === document.delimiter) return;
      document.body += shown;
    }
    this.hereDocumentCut = true;
  }

  get awaitsHereDocument(): boolean {
    return this.#pending.length > 0;
  }
}
