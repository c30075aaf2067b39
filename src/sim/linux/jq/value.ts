/** A JSON value; objects keep the order in which their keys came. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = ReadonlyMap<string, Json>;

/** What a filter fails with; `value` is what `catch` gets. */
export class JqError extends Error {
  readonly value: Json;

  constructor(value: Json) {
    super(typeof value === 'string' ? value : `(not a string): ${dump(value)}`);
    this.name = 'JqError';
    this.value = value;
  }
}

export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json): value is JsonObject => value instanceof Map;

export function typeOf(value: Json): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  return isObject(value) ? 'object' : (typeof value as 'boolean' | 'number' | 'string');
}

/** A number as jq writes it: none is null, an infinite one the largest. */
function numberText(number: number): string {
  if (Number.isNaN(number)) return 'null';
  if (!Number.isFinite(number)) return number > 0 ? '1.7976931348623157e+308' : '-1.7976931348623157e+308';
  return Object.is(number, -0) ? '-0' : String(number).replace(/e([-+])(\d)$/, 'e$10$2');
}

/** The text of a value on one line. */
export function dump(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return stringText(value);
  if (isArray(value)) return `[${value.map(dump).join(',')}]`;
  return `{${[...(value as JsonObject)].map(([key, each]) => `${stringText(key)}:${dump(each)}`).join(',')}}`;
}

export const stringText = (text: string): string => JSON.stringify(text).replaceAll('\x7f', '\\u007f');

/** Values are cut after this many bytes in messages. */
const MESSAGE_LIMIT = 29;

/** « number (1) »: how messages name a value. */
export function described(value: Json): string {
  const text = dump(value);
  const close = { object: '}', array: ']', string: '"' }[typeOf(value) as 'object'] ?? '';
  const cut = text.length > MESSAGE_LIMIT ? `${text.slice(0, MESSAGE_LIMIT - 3 - close.length)}...${close}` : text;
  return `${typeOf(value)} (${cut})`;
}

const RANKS = { null: 0, boolean: 1, number: 3, string: 4, array: 5, object: 6 } as const;

/** The order of all values: null, false, true, numbers, texts, arrays, objects. */
export function compare(a: Json, b: Json): number {
  const byType = RANKS[typeOf(a)] - RANKS[typeOf(b)];
  if (byType !== 0) return byType;
  if (isArray(a) && isArray(b)) return compareLists(a, b);
  if (isObject(a) && isObject(b)) {
    const [left, right] = [sortedKeys(a), sortedKeys(b)];
    const byKeys = compareLists(left, right);
    return byKeys !== 0
      ? byKeys
      : compareLists(
          left.map((key) => a.get(key) ?? null),
          right.map((key) => b.get(key) ?? null),
        );
  }
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compare(a[i] as Json, b[i] as Json);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** By code points, which is not how JavaScript compares texts. */
export const sortedKeys = (object: JsonObject): string[] =>
  [...object.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

export const isTrue = (value: Json): boolean => value !== null && value !== false;
