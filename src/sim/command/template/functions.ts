import { goJson } from './json.ts';
import { show, sprint, sprintf } from './print.ts';
import { GoMap, isList, Struct, truth, typeOf, type Value } from './value.ts';

/** What a parameter takes: a Go type, or anything at all. */
export type Parameter = 'string' | 'int' | '[]string' | 'any';

export interface TemplateFunction {
  readonly parameters: readonly Parameter[];
  /** The type of the arguments that may follow, as many as one likes. */
  readonly variadic?: Parameter;
  call(...args: Value[]): Value;
}

export type Functions = ReadonlyMap<string, TemplateFunction>;

const of = (
  parameters: readonly Parameter[],
  call: (...args: never[]) => Value,
  variadic?: Parameter,
): TemplateFunction => ({
  parameters,
  call: call as (...args: Value[]) => Value,
  ...(variadic === undefined ? {} : { variadic }),
});

function length(value: Value): number {
  if (value === undefined) throw new Error('reflect: call of reflect.Value.Type on zero Value');
  if (value === null) throw new Error('len of nil pointer');
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (isList(value)) return value.length;
  if (value instanceof GoMap) return value.entries.size;
  throw new Error(`len of type ${typeOf(value)}`);
}

function indexOne(value: Value, key: Value): Value {
  if (value === undefined || value === null) throw new Error('index of untyped nil');
  if (value instanceof GoMap) {
    if (typeof key !== 'string') throw new Error(`value has type ${typeOf(key)}; should be string`);
    return value.entries.has(key) ? value.entries.get(key) : value.zero;
  }
  if (!isList(value) && typeof value !== 'string') throw new Error(`can't index item of type ${typeOf(value)}`);
  if (typeof key !== 'number')
    throw new Error(`cannot index slice/array with ${key === null ? 'nil' : `type ${typeOf(key)}`}`);
  if (key < 0 || key > value.length) throw new Error(`index out of range: ${key}`);
  // Go's check lets the length itself pass; reflect does not.
  if (key === value.length) throw new Error(`reflect: ${isList(value) ? 'slice' : 'string'} index out of range`);
  return isList(value) ? value[key] : value.charCodeAt(key);
}

function slice(value: Value, ...bounds: Value[]): Value {
  if (value === undefined || value === null) throw new Error('slice of untyped nil');
  if (bounds.length > 3) throw new Error(`too many slice indexes: ${bounds.length}`);
  if (!isList(value) && typeof value !== 'string') throw new Error(`can't slice item of type ${typeOf(value)}`);
  if (bounds.length === 3 && typeof value === 'string') throw new Error('cannot 3-index slice a string');
  for (const bound of bounds) {
    if (typeof bound !== 'number') throw new Error(`cannot index slice/array with type ${typeOf(bound)}`);
    if (bound < 0 || bound > value.length) throw new Error(`index out of range: ${bound}`);
  }
  const [from = 0, to = value.length] = bounds as number[];
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  return value.slice(from, to);
}

const isBasic = (value: Value): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

function same(a: Value, b: Value): boolean {
  for (const value of [a, b]) {
    if (isList(value) || value instanceof GoMap || value instanceof Struct) {
      throw new Error(
        a === null || b === null
          ? 'incompatible types for comparison'
          : `non-comparable type ${show(value)}: ${typeOf(value)}`,
      );
    }
  }
  if (isBasic(a) && isBasic(b) && typeof a !== typeof b) throw new Error('incompatible types for comparison');
  return (a ?? null) === (b ?? null);
}

function equal(first: Value, ...others: Value[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison');
  return others.some((other) => same(first, other));
}

function less(a: Value, b: Value): boolean {
  if (!isBasic(a) || !isBasic(b) || typeof a === 'boolean') throw new Error('invalid type for comparison');
  if (typeof a !== typeof b) throw new Error('incompatible types for comparison');
  return a < b;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

const BUILTINS: readonly (readonly [string, TemplateFunction])[] = [
  ['and', of(['any'], (...args: Value[]) => args.find((arg) => !truth(arg)) ?? args.at(-1), 'any')],
  ['or', of(['any'], (...args: Value[]) => args.find(truth) ?? args.at(-1), 'any')],
  ['not', of(['any'], (value: Value) => !truth(value))],
  ['len', of(['any'], length)],
  ['index', of(['any'], (value: Value, ...keys: Value[]) => keys.reduce(indexOne, value), 'any')],
  ['slice', of(['any'], slice, 'any')],
  ['eq', of(['any'], equal, 'any')],
  ['ne', of(['any', 'any'], (a: Value, b: Value) => !same(a, b))],
  ['lt', of(['any', 'any'], less)],
  ['le', of(['any', 'any'], (a: Value, b: Value) => less(a, b) || same(a, b))],
  ['gt', of(['any', 'any'], (a: Value, b: Value) => !less(a, b) && !same(a, b))],
  ['ge', of(['any', 'any'], (a: Value, b: Value) => !less(a, b))],
  ['print', of([], (...args: Value[]) => sprint(args), 'any')],
  ['println', of([], (...args: Value[]) => `${args.map(show).join(' ')}\n`, 'any')],
  ['printf', of(['string'], (format: string, ...args: Value[]) => sprintf(format, args), 'any')],
  ['html', of([], (...args: Value[]) => sprint(args).replace(/["'&<>]/g, (char) => ESCAPED[char] ?? char), 'any')],
  ['js', of([], (...args: Value[]) => sprint(args).replace(/[\\'"]/g, (char) => `\\${char}`), 'any')],
  ['urlquery', of([], (...args: Value[]) => encodeURIComponent(sprint(args)).replaceAll('%20', '+'), 'any')],
  [
    'call',
    of(
      ['any'],
      () => {
        throw new Error('non-function of type string');
      },
      'any',
    ),
  ],
];

const title = (text: string): string =>
  text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());

/** Docker's own functions (docker/cli's templates package). */
const DOCKER: readonly (readonly [string, TemplateFunction])[] = [
  ['json', of(['any'], (value: Value) => goJson(value, { escapeHtml: false }))],
  ['split', of(['string', 'string'], (text: string, by: string) => text.split(by))],
  ['join', of(['[]string', 'string'], (texts: readonly string[], by: string) => texts.join(by))],
  ['title', of(['string'], title)],
  ['lower', of(['string'], (text: string) => text.toLowerCase())],
  ['upper', of(['string'], (text: string) => text.toUpperCase())],
  [
    'pad',
    of(['string', 'int', 'int'], (text: string, before: number, after: number) =>
      text === '' ? text : ' '.repeat(before) + text + ' '.repeat(after),
    ),
  ],
  ['truncate', of(['string', 'int'], (text: string, most: number) => text.slice(0, most))],
];

export const FUNCTIONS: Functions = new Map([...BUILTINS, ...DOCKER]);

const keep = (...more: Parameter[]): TemplateFunction => of(['string', ...more], (text: string) => text);

/** In a table's heading, functions leave the column's name as it is. */
export const HEADER_FUNCTIONS: Functions = new Map([
  ...FUNCTIONS,
  ...(['json', 'title', 'lower', 'upper'] as const).map((name) => [name, keep()] as const),
  ...(['split', 'join'] as const).map((name) => [name, keep('string')] as const),
  ['truncate', keep('int')],
]);
