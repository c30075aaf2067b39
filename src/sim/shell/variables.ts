import type { Dialect } from './dialect.ts';

export interface Variable {
  value: string | undefined;
  /** bash's arrays, by number, or by word where `associative`; `value` is then that of element 0. */
  elements?: Map<number | string, string>;
  associative?: boolean;
  /** What is assigned is evaluated as arithmetic (`declare -i`). */
  integer?: boolean;
  /** The letters of what is assigned become all of these (`declare -u`, `-l`). */
  letters?: 'upper' | 'lower';
  exported: boolean;
  readonly: boolean;
}

/** An assignment to a read-only variable. */
export class ReadonlyVariable extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(variable);
    this.variable = variable;
  }
}

/** busybox ash.c hashvar(): VTABSIZE is 39. */
export function ashBucket(name: string): number {
  let hash = name.charCodeAt(0) << 4;
  for (let i = 0; i < name.length; i++) hash += name.charCodeAt(i);
  return hash % 39;
}

/** bash hashlib.c hash_string() (FNV-1) over the 1024 buckets of shell_variables. */
function bashBucket(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash, 0x01000193) ^ name.charCodeAt(i);
  return (hash >>> 0) & 1023;
}

function inCase({ letters }: Variable, value: string): string {
  if (letters === undefined) return value;
  return letters === 'upper' ? value.toUpperCase() : value.toLowerCase();
}

/** A shell's variables, in the order of the shell's own hash table, which `env` shows. */
export class Variables {
  readonly #dialect: Dialect;
  readonly #table = new Map<string, Variable>();
  /** What `local` has hidden, by function call. */
  readonly #frames: Map<string, Variable | undefined>[] = [];

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  copy(): Variables {
    const copy = new Variables(this.#dialect);
    for (const [name, variable] of this.#table) copy.#table.set(name, cloned(variable));
    for (const frame of this.#frames) copy.#frames.push(new Map(frame));
    return copy;
  }

  find(name: string): Variable | undefined {
    return this.#table.get(name);
  }

  get(name: string): string | undefined {
    return this.#table.get(name)?.value;
  }

  /** Throws {@link ReadonlyVariable}. */
  set(name: string, value: string, exported = false): void {
    const variable = this.#writable(name);
    const kept = inCase(variable, value);
    if (variable.elements) variable.elements.set(0, kept);
    variable.value = kept;
    if (exported) variable.exported = true;
  }

  setElements(name: string, elements: Map<number | string, string>): void {
    const variable = this.#writable(name);
    variable.elements = elements;
    variable.value = elements.get(variable.associative ? '0' : 0);
  }

  setElement(name: string, index: number | string, value: string): void {
    const variable = this.#writable(name);
    variable.elements ??= new Map(variable.value === undefined ? [] : [[0, variable.value]]);
    variable.elements.set(index, inCase(variable, value));
    if (index === 0 || index === '0') variable.value = inCase(variable, value);
  }

  unsetElement(name: string, index: number | string): void {
    const variable = this.#writable(name);
    variable.elements?.delete(index);
    if (index === 0 || index === '0') variable.value = undefined;
  }

  /** `declare -A` and `declare -i`. */
  mark(name: string, as: 'associative' | 'integer'): void {
    const variable = this.#declared(name);
    variable[as] = true;
    if (as === 'associative') variable.elements ??= new Map();
  }

  /** `declare -u` and `declare -l`, each of which undoes the other. */
  setLetters(name: string, letters: 'upper' | 'lower'): void {
    this.#declared(name).letters = letters;
  }

  #writable(name: string): Variable {
    const variable = this.#declared(name);
    if (variable.readonly) throw new ReadonlyVariable(name);
    return variable;
  }

  #declared(name: string): Variable {
    let variable = this.#table.get(name);
    if (variable === undefined) {
      variable = { value: undefined, exported: false, readonly: false };
      this.#table.set(name, variable);
    }
    return variable;
  }

  export(name: string, exported = true): void {
    this.#declared(name).exported = exported;
  }

  makeReadonly(name: string): void {
    this.#declared(name).readonly = true;
  }

  unset(name: string): void {
    if (this.#table.get(name)?.readonly) throw new ReadonlyVariable(name);
    this.#table.delete(name);
  }

  enterFunction(): void {
    this.#frames.push(new Map());
  }

  leaveFunction(): void {
    for (const [name, variable] of this.#frames.pop() ?? []) this.#restore(name, variable);
  }

  get inFunction(): boolean {
    return this.#frames.length > 0;
  }

  /** Makes `name` local to the running function; ash keeps the outer value, bash starts without one. */
  local(name: string): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined || frame.has(name)) return;
    const outer = this.#table.get(name);
    frame.set(name, outer);
    const inner = { value: undefined, exported: false, readonly: false };
    this.#table.set(name, outer && this.#dialect === 'ash' ? cloned(outer) : inner);
  }

  /** Sets variables for one command only; the result undoes it. */
  temporarily(assignments: Iterable<readonly [string, string]>): () => void {
    const saved = new Map<string, Variable | undefined>();
    for (const [name, value] of assignments) {
      const outer = this.#table.get(name);
      if (!saved.has(name)) saved.set(name, outer && cloned(outer));
      this.set(name, value, true);
    }
    return () => {
      for (const [name, variable] of saved) this.#restore(name, variable);
    };
  }

  #restore(name: string, variable: Variable | undefined): void {
    if (variable === undefined) this.#table.delete(name);
    else this.#table.set(name, variable);
  }

  /** All variables in hash-table order: ash appends to a bucket, bash puts in front. */
  entries(): [string, Variable][] {
    const bucket = this.#dialect === 'ash' ? ashBucket : bashBucket;
    const all = [...this.#table];
    if (this.#dialect === 'bash') all.reverse();
    return all.sort(([a], [b]) => bucket(a) - bucket(b));
  }

  /** What children are given. */
  environment(): Map<string, string> {
    const exported = new Map<string, string>();
    for (const [name, { value, exported: wanted }] of this.entries())
      if (wanted && value !== undefined) exported.set(name, value);
    return exported;
  }
}

/** An array's elements as bash goes through them: by number, or in the order of its hash table. */
export function elementsOf({ elements = new Map(), associative }: Variable): [number | string, string][] {
  const all = [...elements];
  if (!associative) return all.sort(([a], [b]) => Number(a) - Number(b));
  return all.reverse().sort(([a], [b]) => bashBucket(String(a)) - bashBucket(String(b)));
}

const cloned = (variable: Variable): Variable => ({
  ...variable,
  ...(variable.elements && { elements: new Map(variable.elements) }),
});
