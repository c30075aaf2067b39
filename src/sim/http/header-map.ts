/** Header fields: looked up in any case, kept in the order and spelling they were given (RFC 9110 §5). */
export class HeaderMap implements Iterable<readonly [string, string]> {
  #fields: [name: string, value: string][] = [];

  constructor(fields: Iterable<readonly [string, string]> = []) {
    for (const [name, value] of fields) this.append(name, value);
  }

  /** The first value of `name`. */
  get(name: string): string | undefined {
    const key = name.toLowerCase();
    return this.#fields.find(([field]) => field.toLowerCase() === key)?.[1];
  }

  all(name: string): readonly string[] {
    const key = name.toLowerCase();
    return this.#fields.filter(([field]) => field.toLowerCase() === key).map(([, value]) => value);
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
    this.#fields.push([name, value]);
  }

  delete(name: string): void {
    const key = name.toLowerCase();
    this.#fields = this.#fields.filter(([field]) => field.toLowerCase() !== key);
  }

  /** Is `token` in the comma-separated list `name` (as `Connection: keep-alive, Upgrade`)? */
  hasToken(name: string, token: string): boolean {
    return this.all(name).some((value) => value.split(',').some((part) => part.trim().toLowerCase() === token));
  }

  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.#fields[Symbol.iterator]();
  }
}
