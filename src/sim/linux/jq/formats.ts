import { described, dump, isArray, JqError, type Json } from './value.ts';

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&quot;' };

export const textOf = (value: Json): string => (typeof value === 'string' ? value : dump(value));

function row(value: Json, name: string, quote: (text: string) => string, separator: string): string {
  if (!isArray(value)) throw new JqError(`${described(value)} cannot be ${name}-formatted, only an array can be`);
  return value
    .map((cell) => {
      if (cell === null) return '';
      if (typeof cell === 'string') return quote(cell);
      if (typeof cell === 'object') throw new JqError(`${described(cell)} is not valid in a csv row`);
      return dump(cell);
    })
    .join(separator);
}

const TSV: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

/** Bytes as characters of one byte each, and back: what btoa and atob take. */
const toBytes = (text: string): string => String.fromCharCode(...new TextEncoder().encode(text));
const fromBytes = (text: string): string =>
  new TextDecoder().decode(Uint8Array.from(text, (char) => char.charCodeAt(0)));

function decoded(value: Json): string {
  const text = textOf(value);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new JqError(`${described(value)} is not valid base64 data`);
  return fromBytes(atob(text));
}

const FORMATS: Readonly<Record<string, (value: Json) => string>> = {
  text: textOf,
  json: dump,
  csv: (value) => row(value, 'csv', (text) => `"${text.replaceAll('"', '""')}"`, ','),
  tsv: (value) => row(value, 'tsv', (text) => text.replace(/[\t\n\r\\]/g, (char) => TSV[char] as string), '\t'),
  html: (value) => textOf(value).replace(/[<>&'"]/g, (char) => HTML[char] as string),
  uri: (value) =>
    encodeURIComponent(textOf(value)).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  sh: (value) => (isArray(value) ? value : [value]).map(shellWord).join(' '),
  base64: (value) => btoa(toBytes(textOf(value))),
  base64d: decoded,
};

function shellWord(value: Json): string {
  if (typeof value === 'object' && value !== null)
    throw new JqError(`${described(value)} can not be escaped for shell`);
  return typeof value === 'string' ? `'${value.replaceAll("'", "'\\''")}'` : dump(value);
}

/** A value by one of the formats `@name`. */
export function formatted(name: string, value: Json): string {
  const format = FORMATS[name];
  if (format === undefined) throw new JqError(`${name} is not a valid format`);
  return format(value);
}
