import { flagOf } from './flag.ts';

/** Checks one value and may rewrite it; throws an Error that says what is wrong. */
export type Validator = (text: string) => string;

const same: Validator = (text) => text;

/** A flag that may be given several times (docker/cli's ListOpts). `empty` is how help shows that there is no default. */
export const listOf = (validate: Validator = same, name = 'list', empty?: string) =>
  flagOf<readonly string[]>({ name, parse: (text, before) => [...before, validate(text)], shown: () => empty }, []);

export const list = listOf();

/** One line of comma-separated values, where quotes may protect a comma (encoding/csv). */
export function parseCsv(text: string): string[] {
  const fields: string[] = [];
  for (let rest = text; ; ) {
    const match = /^"((?:[^"]|"")*)"(?=,|$)|^([^",]*)(?=,|$)/.exec(rest);
    if (match === null) {
      throw new Error(`parse error on line 1, column ${text.indexOf('"') + 1}: bare " in non-quoted-field`);
    }
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[0].length === rest.length) return fields;
    rest = rest.slice(match[0].length + 1);
  }
}

/** Values given one by one or separated by commas (pflag's StringSlice). */
export const strings = flagOf<readonly string[]>(
  {
    name: 'strings',
    parse: (text, before) => [...before, ...(text === '' ? [] : parseCsv(text))],
    shown: () => undefined,
  },
  [],
);

/** `key=value` pairs (docker/cli's MapOpts). */
export const mapOf = (validate: Validator = same) =>
  flagOf<ReadonlyMap<string, string>>(
    {
      name: 'map',
      parse: (text, before) => new Map([...before, cut(validate(text))]),
      shown: () => 'map[]',
    },
    new Map(),
  );

export const map = mapOf();

/** Filters by name, each with its values (docker/cli's FilterOpt). */
export type Filters = Readonly<Record<string, readonly string[]>>;

export const filter = flagOf<Filters>(
  {
    name: 'filter',
    parse: (text, before) => {
      if (text === '') return before;
      if (!text.includes('=')) throw new Error('bad format of filter (expected name=value)');
      const [key, value] = cut(text);
      const name = key.trim().toLowerCase();
      return { ...before, [name]: [...(before[name] ?? []), value.trim()] };
    },
    shown: () => undefined,
  },
  {},
);

/** What stands before and after the first `separator`; the second is empty where there is none (Go's strings.Cut). */
export function cut(text: string, separator = '='): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
