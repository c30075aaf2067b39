import { invalidParameter } from './engine-error.ts';

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

  /** These, and `value` among those of `key`. */
  with(key: string, value: string): Filters {
    return new Filters(new Map([...this.#fields, [key, [...this.get(key), value]]]));
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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valuesOf = (value: unknown): readonly string[] => {
  if (value === null) return [];
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return [...new Set(value)];
  if (isObject(value) && Object.values(value).every((entry) => typeof entry === 'boolean')) return Object.keys(value);
  throw invalidParameter('invalid filter');
};

/** Decodes `{"driver":{"bridge":true}}` or the older `{"driver":["bridge"]}`; moby's filters.FromJSON. */
export const parseFilters = (json: string): Filters => {
  if (json === '') return new Filters();
  let decoded: unknown;
  try {
    decoded = JSON.parse(json);
  } catch {
    throw invalidParameter('invalid filter');
  }
  if (decoded === null) return new Filters();
  if (!isObject(decoded)) throw invalidParameter('invalid filter');
  // What has no values lets everything pass.
  const given = Object.entries(decoded).map(([key, value]) => [key, valuesOf(value)] as const);
  return new Filters(new Map(given.filter(([, values]) => values.length > 0)));
};
