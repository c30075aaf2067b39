interface Field {
  /** The name, in small letters. */
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** Header fields: looked up in any case, kept in the order and spelling they were given (RFC 9110 §5). */
export class HeaderMap implements Iterable<readonly [string, string]> {
  #fields: Field[] = [];

  constructor(fields: Iterable<readonly [string, string]> = []) {
    for (const [name, value] of fields) this.append(name, value);
  }

  /** The first value of `name`. */
  get(name: string): string | undefined {
    const sought = name.toLowerCase();
    return this.#fields.find(({ key }) => key === sought)?.value;
  }

  all(name: string): readonly string[] {
    const sought = name.toLowerCase();
    return this.#fields.filter(({ key }) => key === sought).map(({ value }) => value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Puts `value` in the place of all values of `name`. */
  set(name: string, value: string): void {
    this.delete(name);
    this.append(name, value);
  }

  append(name: string, value: string): void {
    this.#fields.push({ key: name.toLowerCase(), name, value });
  }

  delete(name: string): void {
    if (!this.has(name)) return;
    const gone = name.toLowerCase();
    this.#fields = this.#fields.filter(({ key }) => key !== gone);
  }

  /** Is `token` in the comma-separated list `name` (as `Connection: keep-alive, Upgrade`)? */
  hasToken(name: string, token: string): boolean {
    return this.all(name).some((value) => value.split(',').some((part) => part.trim().toLowerCase() === token));
  }

  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.#fields.map(({ name, value }) => [name, value] as const)[Symbol.iterator]();
  }
}
