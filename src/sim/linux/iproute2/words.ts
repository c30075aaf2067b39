import { Failure } from '../call.ts';
import type { IpDialect } from './dialect.ts';

/** The words of an `ip` command line, taken from the left. */
export class Words {
  readonly #words: string[];

  constructor(words: readonly string[]) {
    this.#words = [...words];
  }

  next(): string | undefined {
    return this.#words.shift();
  }

  /** All that is left. */
  rest(): string[] {
    return this.#words.splice(0);
  }

  get peek(): string | undefined {
    return this.#words[0];
  }
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
