/** The words of an `ip` command line, taken from the left. */
export class Words {
  readonly #words: string[];

  constructor(words: readonly string[]) {
    this.#words = [...words];
  }

  next(): string | undefined {
    return this.#words.shift();
  }

  get peek(): string | undefined {
    return this.#words[0];
  }
}

/** Which of `names` a word stands for: `ip` takes any beginning, and the first name that fits. */
export const matching = (word: string, names: readonly string[]): string | undefined =>
  names.find((name) => word !== '' && name.startsWith(word));
