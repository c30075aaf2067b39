/** `?filters=` decoded, moby's api/types/filters: for each key the values asked for. */
export class Filters {
  readonly #fields: ReadonlyMap<string, readonly string[]>;

  constructor(fields: ReadonlyMap<string, readonly string[]> = new Map()) {
    this.#fields = fields;
  }

  get size(): number {
    return this.#fields.size;
  }

  keys(): readonly string[] {
    return [...this.#fields.keys()];
  }

  has(key: string): boolean {
    return this.#fields.has(key);
  }

  /** The values of `key`, none when it was not given. */
  get(key: string): readonly string[] {
    return this.#fields.get(key) ?? [];
  }

  /** Is `key` not filtered on, or `source` exactly one of its values? */
  exactMatch(key: string, source: string): boolean {
    return !this.has(key) || this.get(key).includes(source);
  }

  /** Does `labels` hold every `name` or `name=value` of `key`? */
  matchLabels(key: string, labels: Readonly<Record<string, string>> | null): boolean {
    return this.get(key).every((wanted) => {
      const cut = wanted.indexOf('=');
      const name = cut < 0 ? wanted : wanted.slice(0, cut);
      const value = labels?.[name];
      return value !== undefined && (cut < 0 || value === wanted.slice(cut + 1));
    });
  }
}
