import type { EngineError } from '../errors.ts';

const SPECIAL: Readonly<Record<string, number>> = { '@': 0, '[': 27, '\\': 28, ']': 29, '^': 30, _: 31 };

/** ctrl-p, ctrl-q. */
const DEFAULT_KEYS: readonly number[] = [16, 17];

/** The bytes of `ctrl-p,ctrl-q`; throws `refusal` for what is none (moby/term ToBytes). */
export function parseDetachKeys(text: string, refusal: () => EngineError): readonly number[] {
  if (text === '') return DEFAULT_KEYS;
  return text.split(',').map((key) => {
    const code = keyCode(key);
    if (code === undefined) throw refusal();
    return code;
  });
}

function keyCode(key: string): number | undefined {
  if (key.length === 1) return key.charCodeAt(0);
  const control = /^ctrl-(.)$/.exec(key)?.[1]?.toLowerCase();
  if (control === undefined) return key === 'DEL' ? 127 : undefined;
  if (control >= 'a' && control <= 'z') return control.charCodeAt(0) - 96;
  return SPECIAL[control];
}

/** Looks for the keys in what is typed; what might be their beginning is held back until it is clear (moby/term EscapeProxy). */
export class DetachFilter {
  readonly #keys: readonly number[];
  #matched = 0;

  constructor(keys: readonly number[]) {
    this.#keys = keys;
  }

  /** What is to be passed on of `data`, and whether the keys were typed. */
  filter(data: Uint8Array): { data: Uint8Array; detached: boolean } {
    const passed: number[] = [];
    for (const byte of data) {
      if (byte === this.#keys[this.#matched]) {
        if (++this.#matched === this.#keys.length) return { data: Uint8Array.from(passed), detached: true };
        continue;
      }
      passed.push(...this.#keys.slice(0, this.#matched));
      this.#matched = byte === this.#keys[0] ? 1 : 0;
      if (this.#matched === 0) passed.push(byte);
    }
    return { data: Uint8Array.from(passed), detached: false };
  }
}
