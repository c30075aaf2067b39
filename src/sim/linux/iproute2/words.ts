import { Failure } from '../call.ts';
import type { IpDialect } from './dialect.ts';

/** What is said of a command line that ends too early, with which status. */
type Incomplete = Pick<IpDialect, 'incomplete'>;

/** The words of an `ip` command line, taken from the left. */
export class Words {
  readonly #words: string[];
  readonly #incomplete: IpDialect['incomplete'];

  constructor(words: readonly string[], { incomplete }: Incomplete) {
    this.#words = [...words];
    this.#incomplete = incomplete;
  }

  next(): string | undefined {
    return this.#words.shift();
  }

  /** The next word, which must be there (NEXT_ARG). */
  need(): string {
    const word = this.next();
    if (word === undefined) throw new Failure(this.#incomplete.text, this.#incomplete.status);
    return word;
  }

  /** A number that must be there, as get_unsigned() reads it; undefined where it is none. */
  number(): { readonly word: string; readonly value: number | undefined } {
    const word = this.need();
    return { word, value: unsigned(word) };
  }

  /** All that is left. */
  rest(): string[] {
    return this.#words.splice(0);
  }

  has(word: string): boolean {
    return this.#words.includes(word);
  }

  get peek(): string | undefined {
    return this.#words[0];
  }
}

/** strtoul() with base 0: decimal, 0x or octal, of 32 bits. */
export function unsigned(word: string): number | undefined {
  if (!/^(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.test(word)) return undefined;
  const value = /^0[0-7]/.test(word) ? Number.parseInt(word, 8) : Number(word);
  return value <= 0xffff_ffff ? value : undefined;
}

/** Which of `names` a word stands for: `ip` takes any beginning, and the first name that fits. */
export const matching = (word: string, names: readonly string[]): string | undefined =>
  names.find((name) => word !== '' && name.startsWith(word));

/** The next word as one of `verbs`; `show` where there is none. */
export function verbOf(words: Words, dialect: IpDialect, object: string, verbs: readonly string[]): string {
  const word = words.next();
  const verb = word === undefined ? 'show' : matching(word, verbs);
  if (verb === undefined) throw new Failure(dialect.unknown(object, word ?? ''), dialect.status.unknown);
  return verb === 'list' || verb === 'lst' ? 'show' : verb;
}
