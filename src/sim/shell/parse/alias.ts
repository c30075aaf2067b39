import type { Cursor } from './cursor.ts';
import type { Token } from './fault.ts';

export type Aliases = ReadonlyMap<string, string>;

/** Replaces aliases in the source as their words come by. An alias is not replaced inside its own text (POSIX 2.3.1). */
export class AliasExpander {
  readonly #cursor: Cursor;
  readonly aliases: Aliases;
  #active: { name: string; end: number }[] = [];
  /** Where the word after an alias that ends in a blank may start. */
  #blankEnd = -1;
  growth = 0;

  constructor(cursor: Cursor, aliases: Aliases) {
    this.#cursor = cursor;
    this.aliases = aliases;
  }

  /** Puts the alias's text in the place of `token`, and the cursor back before it; false when the word is no alias. */
  expand(token: Token): boolean {
    const value = this.aliases.get(token.text);
    this.#active = this.#active.filter((alias) => token.pos < alias.end);
    if (value === undefined || this.#active.some((alias) => alias.name === token.text)) return false;
    const { source } = this.#cursor;
    this.#cursor.source = source.slice(0, token.pos) + value + source.slice(token.end);
    this.#cursor.pos = token.pos;
    const grown = value.length - (token.end - token.pos);
    this.growth += grown;
    for (const alias of this.#active) alias.end += grown;
    const end = token.pos + value.length;
    this.#active.push({ name: token.text, end });
    this.#blankEnd = /[ \t]$/.test(value) ? end : -1;
    return true;
  }

  /** Does `token` come right after an alias whose text ends in a blank? */
  afterBlank(token: Token): boolean {
    if (this.#blankEnd < 0 || token.pos < this.#blankEnd) return false;
    const between = this.#cursor.source.slice(this.#blankEnd, token.pos);
    this.#blankEnd = -1;
    return between.trim() === '';
  }
}
