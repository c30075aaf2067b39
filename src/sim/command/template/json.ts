import { Float, GoMap, NamedText, NIL_LIST, NIL_MAP, Struct, type Value } from './value.ts';

export interface JsonOptions {
  /** Writes `<`, `>` and `&` as `\u003c` …, as Go does unless told not to. */
  readonly escapeHtml?: boolean;
  /** Blanks a level; without it all stands on one line. */
  readonly indent?: number;
}

const HTML: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

function text(value: string, { escapeHtml = true }: JsonOptions): string {
  const quoted = JSON.stringify(value).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
  return escapeHtml ? quoted.replace(/[<>&]/g, (char) => HTML[char] ?? char) : quoted;
}

/** What a struct shows as JSON: a formatter's methods without arguments by name (docker/cli's formatter.MarshalJSON), else its fields. */
function members(struct: Struct): [string, Value][] {
  const fields = [...struct.fields];
  if (!fields.some(([, field]) => typeof field === 'function')) return fields as [string, Value][];
  return fields
    .flatMap(([name, field]): [string, Value][] =>
      typeof field !== 'function' ? [[name, field]] : field.length === 0 ? [[name, field()]] : [],
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function entriesOf(value: object): [string, unknown][] | undefined {
  if (Array.isArray(value)) return undefined;
  if (value instanceof Struct) return value.json === undefined ? members(value) : Object.entries(value.json);
  if (value instanceof GoMap) return value.keys.map((key) => [key, value.entries.get(key)]);
  return Object.entries(value);
}

function joined(
  parts: readonly string[],
  [open, close]: readonly [string, string],
  options: JsonOptions,
  depth: number,
) {
  if (parts.length === 0) return open + close;
  if (options.indent === undefined) return `${open}${parts.join(',')}${close}`;
  const margin = `\n${' '.repeat(options.indent * depth)}`;
  const inner = `${margin}${' '.repeat(options.indent)}`;
  return `${open}${inner}${parts.join(`,${inner}`)}${margin}${close}`;
}

function encode(value: unknown, options: JsonOptions, depth: number): string {
  if (value === undefined || value === null || value === NIL_LIST || value === NIL_MAP) return 'null';
  if (typeof value === 'string') return text(value, options);
  if (typeof value !== 'object' || value instanceof Float) return String(value);
  if (value instanceof NamedText) return value.type === 'json.Number' ? value.text : text(value.text, options);
  if (value instanceof Struct && typeof value.json === 'string') return text(value.json, options);
  const entries = entriesOf(value);
  if (entries === undefined) {
    const items = (value as readonly unknown[]).map((item) => encode(item, options, depth + 1));
    return joined(items, ['[', ']'], options, depth);
  }
  const colon = options.indent === undefined ? ':' : ': ';
  // A formatter encodes itself, and escapes whatever the encoder around it was told.
  const inner = value instanceof Struct && value.json === undefined ? { ...options, escapeHtml: true } : options;
  const items = entries
    .filter(([, item]) => item !== undefined || value instanceof GoMap)
    .map(([key, item]) => text(key, inner) + colon + encode(item, inner, depth + 1));
  return joined(items, ['{', '}'], options, depth);
}

/** A value as Go's encoding/json writes it. */
export const goJson = (value: unknown, options: JsonOptions = {}): string => encode(value, options, 0);
