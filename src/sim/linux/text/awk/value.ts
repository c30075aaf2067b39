/** Text that came from outside: it counts as a number where it looks like one. */
export class Input {
  readonly text: string;
  /** NaN where it is only text. */
  readonly number: number;

  constructor(text: string) {
    this.text = text;
    this.number = NUMERIC.test(text) ? Number(text) : Number.NaN;
  }
}

/** A value of awk; undefined was never set, and is '' and 0 at once. */
export type Value = number | string | Input | undefined;

const NUMERIC = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;
const PREFIX = /^\s*([-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)/;
const HEX = /^\s*[-+]?0[xX][0-9a-fA-F]+/;

/** The number that a text begins with; 0 where there is none. `hex`: BusyBox's strtod takes hexadecimal ones too. */
export function numberOf(value: Value, hex: boolean): number {
  if (typeof value === 'number') return value;
  if (value === undefined) return 0;
  if (value instanceof Input && !Number.isNaN(value.number)) return value.number;
  const text = value instanceof Input ? value.text : value;
  const found = hex ? HEX.exec(text) : null;
  if (found !== null) return Number.parseInt(found[0], 16);
  return Number(PREFIX.exec(text)?.[1] ?? 0);
}

/** A value as text; a number that is whole in plain digits, others by `write`. */
export function textOf(value: Value, write: (number: number) => string): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (value instanceof Input) return value.text;
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? BigInt(value).toString() : write(value);
}

const isNumeric = (value: Value): boolean =>
  typeof value !== 'string' && !(value instanceof Input && Number.isNaN(value.number));

/** Less than, equal to or greater than 0: by number where both are numbers, else by text. */
export function compare(left: Value, right: Value, write: (number: number) => string): number {
  if (isNumeric(left) && isNumeric(right)) return numberOf(left, false) - numberOf(right, false);
  const [a, b] = [textOf(left, write), textOf(right, write)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Is it neither 0 nor empty? */
export function truth(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (value instanceof Input) return Number.isNaN(value.number) ? value.text !== '' : value.number !== 0;
  return value !== undefined && value !== '';
}

/** What a name stands for: a value, or an array. An argument that is not yet either becomes what the function makes of it. */
export class Cell {
  value: Value;
  readonly #passed: Cell | undefined;
  #array: Map<string, Value> | undefined;

  constructor(value?: Value, passed?: Cell) {
    this.value = value;
    this.#passed = passed;
  }

  get isArray(): boolean {
    return this.#array !== undefined || this.#passed?.isArray === true;
  }

  get array(): Map<string, Value> {
    this.#array ??= this.#passed?.array ?? new Map();
    return this.#array;
  }

  set array(array: Map<string, Value>) {
    this.#array = array;
  }
}
