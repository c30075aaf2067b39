/** A Go struct as templates see it: fields, and methods, which are called. */
export class Struct {
  /** As error messages name it: `*network.networkContext`. */
  readonly type: string;
  readonly fields: ReadonlyMap<string, Value | Method>;
  /** What it is in JSON, where that has other names. */
  readonly json: object | string | undefined;
  /** What it prints itself as, where that is not its fields (fmt.Stringer). */
  readonly text: string | undefined;

  constructor(type: string, fields: ReadonlyMap<string, Value | Method>, json?: object | string, text?: string) {
    this.type = type;
    this.fields = fields;
    this.json = json;
    this.text = text;
  }
}

/** A Go map with text keys. */
export class GoMap {
  readonly type: string;
  readonly entries: ReadonlyMap<string, Value>;
  /** What `index` gives for a key that is not there. */
  readonly zero: Value;

  constructor(entries: ReadonlyMap<string, Value>, type = 'map[string]interface {}', zero: Value = undefined) {
    this.entries = entries;
    this.type = type;
    this.zero = zero;
  }

  /** The keys in the order in which Go's templates and printing take them. */
  get keys(): string[] {
    return [...this.entries.keys()].sort((a, b) => (a < b ? -1 : 1));
  }
}

/** What templates work on; undefined is Go's absent value (`<no value>`), null a nil. */
export type Value = undefined | null | boolean | number | string | readonly Value[] | GoMap | Struct;

export type Method = (...args: Value[]) => Value;

/** Go's nil slice and nil map: empty, but `null` in JSON. */
export const NIL_LIST: readonly Value[] = [];
export const NIL_MAP = new GoMap(new Map(), 'map[string]string', '');

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** The type as Go names it in messages. */
export function typeOf(value: Value): string {
  if (value === undefined || value === null) return '<nil>';
  if (value instanceof Struct || value instanceof GoMap) return value.type;
  if (isList(value)) return isStrings(value) ? '[]string' : '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

export const isStrings = (value: readonly Value[]): value is readonly string[] =>
  value.every((item) => typeof item === 'string');

/** Does Go's `if` take it as true? */
export function truth(value: Value): boolean {
  if (value instanceof GoMap) return value.entries.size > 0;
  if (value instanceof Struct) return true;
  if (isList(value)) return value.length > 0;
  return Boolean(value);
}

/** JSON as Go decodes it into an `interface {}`. */
export function fromJson(json: unknown): Value {
  if (Array.isArray(json)) return json.map(fromJson);
  if (typeof json === 'object' && json !== null) {
    return new GoMap(new Map(Object.entries(json).map(([key, item]) => [key, fromJson(item)])));
  }
  return json as Value;
}
