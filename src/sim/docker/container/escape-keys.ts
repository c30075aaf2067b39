/** ^P^Q. */
const DEFAULT_KEYS: readonly number[] = [16, 17];

/** The keys that `--detach-keys` names, as `ctrl-p,ctrl-q` or `a`; the default ones where it names none that exist (moby/term's ToBytes). */
export function escapeKeys(text: string): readonly number[] {
  if (text === '') return DEFAULT_KEYS;
  const keys = text.split(',').map((name) => {
    if (name.length === 1) return name.charCodeAt(0);
    const control = /^ctrl-([a-z@[\\\]^_])$/.exec(name.toLowerCase())?.[1];
    return control === undefined ? undefined : control.toUpperCase().charCodeAt(0) - 64;
  });
  return keys.every((key) => key !== undefined) ? keys : DEFAULT_KEYS;
}

/** Thrown into nothing: what `attach` says once the escape keys were typed. */
export const ESCAPED = 'read escape sequence';

/** Watches what is typed for the escape keys, and holds back a beginning of them until it is seen to be none (moby/term's escapeProxy). */
export class EscapeProxy {
  readonly #keys: readonly number[];
  #matched = 0;

  constructor(keys: readonly number[]) {
    this.#keys = keys;
  }

  /** What of `data` may pass, and whether all keys were typed. */
  filter(data: Uint8Array): { readonly pass: Uint8Array; readonly escaped: boolean } {
    const pass: number[] = [];
    for (const byte of data) {
      if (byte === this.#keys[this.#matched]) {
        this.#matched++;
        if (this.#matched === this.#keys.length) return { pass: Uint8Array.from(pass), escaped: true };
        continue;
      }
      pass.push(...this.#keys.slice(0, this.#matched), byte);
      this.#matched = 0;
    }
    return { pass: Uint8Array.from(pass), escaped: false };
  }
}
