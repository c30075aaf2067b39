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

/** A text of a type of its own, as nat.Port, with methods. */
export class NamedText {
  readonly type: string;
  readonly text: string;
  readonly methods: ReadonlyMap<string, Method>;

  constructor(type: string, text: string, methods: ReadonlyMap<string, Method> = new Map()) {
    this.type = type;
    this.text = text;
    this.methods = methods;
  }
}

/** A float64; plain numbers are ints where they are whole. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  /** As `%v`. */
  toString(): string {
    const { value } = this;
    const small = value !== 0 && Math.abs(value) < 1e-4;
    return small ? exponent(value.toExponential()) : String(value);
  }
}

/** Go writes two digits at least: `1e-05`. */
export const exponent = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2');

/** A Go map with text keys. */
export class GoMap {
  readonly type: string;
  readonly entries: ReadonlyMap<string, Value>;
  /** What `index` gives for a key that is not there. */
  readonly zero: Value;
  /** Makes a key of the map's own type of its text; undefined where that is `string`. */
  readonly keyOf: ((text: string) => NamedText) | undefined;

  constructor(
    entries: ReadonlyMap<string, Value>,
    type = 'map[string]interface {}',
    zero: Value = undefined,
    keyOf?: (text: string) => NamedText,
  ) {
    this.entries = entries;
    this.type = type;
    this.zero = zero;
    this.keyOf = keyOf;
  }

  /** The keys in the order in which Go's templates and printing take them. */
  get keys(): string[] {
    return [...this.entries.keys()].sort((a, b) => (a < b ? -1 : 1));
  }
}

/** What templates work on; undefined is Go's absent value (`<no value>`), null a nil. */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | string
  | Float
  | NamedText
  | readonly Value[]
  | GoMap
  | Struct;

export type Method = (...args: Value[]) => Value;

/** Go's nil slice and nil map: empty, but `null` in JSON. */
export const NIL_LIST: readonly Value[] = [];
export const NIL_MAP = new GoMap(new Map(), 'map[string]string', '');

/** Lists of anything, whatever they hold: JSON's. */
const ANY_LISTS = new WeakSet<readonly Value[]>();

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** The type as Go names it in messages. */
export function typeOf(value: Value): string {
  if (value === undefined || value === null) return '<nil>';
  if (value instanceof Struct || value instanceof GoMap || value instanceof NamedText) return value.type;
  if (value instanceof Float) return 'float64';
  if (isList(value)) return isStrings(value) ? '[]string' : '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

/** The text of what is of a string's kind. */
export const textOf = (value: Value): string | undefined =>
  value instanceof NamedText ? value.text : typeof value === 'string' ? value : undefined;

export const isStrings = (value: readonly Value[]): value is readonly string[] =>
  !ANY_LISTS.has(value) && value.every((item) => typeof item === 'string');

/** Does Go's `if` take it as true? */
export function truth(value: Value): boolean {
  if (value instanceof GoMap) return value.entries.size > 0;
  if (value instanceof Struct) return true;
  if (isList(value)) return value.length > 0;
  if (value instanceof Float) return value.value !== 0;
  return Boolean(textOf(value) ?? value);
}

/** JSON as Go decodes it into an `interface {}`, with json.Decoder.UseNumber: numbers stay texts. */
export function fromJson(json: unknown): Value {
  if (Array.isArray(json)) {
    const list = json.map(fromJson);
    ANY_LISTS.add(list);
    return list;
  }
  if (typeof json === 'number') return new NamedText('json.Number', String(json));
  if (typeof json === 'object' && json !== null) {
    return new GoMap(new Map(Object.entries(json).map(([key, item]) => [key, fromJson(item)])));
  }
  return json as Value;
}
