interface Field {
  /** The name, in small letters. */
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

/** Header fields: looked up in any case, kept in the order and spelling they were given (RFC 9110 §5). */
export class HeaderMap implements Iterable<readonly [string, string]> {
  readonly #fields: Field[] = [];

  constructor(fields: Iterable<readonly [string, string]> = []) {
    for (const [name, value] of fields) this.append(name, value);
  }

  #indexOf(key: string, from = 0): number {
    for (let index = from; index < this.#fields.length; index++) if (this.#fields[index]?.key === key) return index;
    return -1;
  }

  /** The first value of `name`. */
  get(name: string): string | undefined {
    return this.#fields[this.#indexOf(name.toLowerCase())]?.value;
  }

  all(name: string): readonly string[] {
    const sought = name.toLowerCase();
    return this.#fields.filter(({ key }) => key === sought).map(({ value }) => value);
  }

  has(name: string): boolean {
    return this.#indexOf(name.toLowerCase()) >= 0;
  }

  /** Puts `value` in the place of all values of `name`, after all other fields. */
  set(name: string, value: string): void {
    this.delete(name);
    this.append(name, value);
  }

  append(name: string, value: string): void {
    this.#fields.push({ key: name.toLowerCase(), name, value });
  }

  delete(name: string): void {
    const gone = name.toLowerCase();
    for (let index = this.#indexOf(gone); index >= 0; index = this.#indexOf(gone, index)) this.#fields.splice(index, 1);
  }

  /** Puts the fields in the order of their names, as they are spelt. */
  sort(): void {
    this.#fields.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Is `token` in the comma-separated list `name` (as `Connection: keep-alive, Upgrade`)? */
  hasToken(name: string, token: string): boolean {
    if (!this.has(name)) return false;
    return this.all(name).some((value) => value.split(',').some((part) => part.trim().toLowerCase() === token));
  }

  /** The field lines of a head, without the empty one that ends it. */
  lines(): string {
    let text = '';
    for (const { name, value } of this.#fields) text += `${name}: ${value}\r\n`;
    return text;
  }

  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.#fields.map(({ name, value }) => [name, value] as const)[Symbol.iterator]();
  }
}
