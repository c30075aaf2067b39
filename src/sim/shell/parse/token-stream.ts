import type { AliasExpander } from './alias.ts';
import type { Word } from './ast.ts';
import { Malformed, type Token } from './fault.ts';
import type { Scanner } from './scanner.ts';
import type { WordReader } from './word-reader.ts';

/** The tokens of a source, one ahead, with aliases replaced where the grammar says that they may stand. */
export class TokenStream {
  readonly words: WordReader;
  readonly #scanner: Scanner;
  readonly #aliases: AliasExpander;
  #peeked: Token | undefined;
  /** The words that opened the compound commands being read. */
  readonly openers: Token[] = [];

  constructor(words: WordReader, scanner: Scanner, aliases: AliasExpander) {
    this.words = words;
    this.#scanner = scanner;
    this.#aliases = aliases;
  }

  peek(): Token {
    this.#peeked ??= this.#scanner.next();
    return this.#peeked;
  }

  take(): Token {
    const token = this.peek();
    this.#peeked = undefined;
    return token;
  }

  /** Is the next token the operator or the plain word `text`? */
  is(text: string): boolean {
    const token = this.peek();
    return token.text === text && (token.type === 'word' || token.type === 'operator');
  }

  accept(text: string): boolean {
    const found = this.is(text);
    if (found) this.take();
    return found;
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(text);
  }

  /** Takes a word; `expecting` is for the complaint when there is none. */
  word(expecting?: string): Word {
    const { word } = this.peek();
    if (word === undefined) throw this.unexpected(expecting);
    this.take();
    return word;
  }

  newlines(): void {
    while (this.peek().type === 'newline') this.take();
  }

  unexpected(expecting?: string, token = this.peek()): Malformed {
    return new Malformed({ kind: 'unexpected', token, expecting, opener: this.openers.at(-1) });
  }

  /** Replaces the next word while it is an alias. */
  expandAlias(): void {
    while (this.peek().type === 'word' && this.#aliases.expand(this.peek())) this.#peeked = undefined;
  }

  /** Replaces the next word where it follows an alias that ends in a blank. */
  expandAliasAfterBlank(): void {
    if (this.#aliases.afterBlank(this.peek())) this.expandAlias();
  }

  /** The right side of `=~`; no token may have been peeked at. */
  regex(): Word {
    this.#scanner.skipBlanks();
    return this.words.regex();
  }

  /** Reads with `read` what starts at `pos`, as if nothing had been peeked at. */
  from<T>(pos: number, read: () => T): T {
    this.words.cursor.pos = pos;
    this.#peeked = undefined;
    return read();
  }
}
