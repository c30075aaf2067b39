import { goJson } from './json.ts';
import { show, sprint, sprintf } from './print.ts';
import { Float, GoMap, isList, Struct, textOf, truth, typeOf, type Value } from './value.ts';

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
  const text = textOf(value);
  if (text !== undefined) return new TextEncoder().encode(text).length;
  if (isList(value)) return value.length;
  if (value instanceof GoMap) return value.entries.size;
  throw new Error(`len of type ${typeOf(value)}`);
}

function indexOne(value: Value, key: Value): Value {
  if (value === undefined || value === null) throw new Error('index of untyped nil');
  if (value instanceof GoMap) {
    const wanted = value.keyOf?.('').type ?? 'string';
    const text = textOf(key);
    if (text === undefined || typeOf(key) !== wanted)
      throw new Error(`value has type ${typeOf(key)}; should be ${wanted}`);
    return value.entries.has(text) ? value.entries.get(text) : value.zero;
  }
  const items = textOf(value) ?? (value as string | readonly Value[]);
  if (!isList(items) && typeof items !== 'string') throw new Error(`can't index item of type ${typeOf(value)}`);
  if (typeof key !== 'number')
    throw new Error(`cannot index slice/array with ${key === null ? 'nil' : `type ${typeOf(key)}`}`);
  if (key < 0 || key > items.length) throw new Error(`index out of range: ${key}`);
  // Go's check lets the length itself pass; reflect does not.
  if (key === items.length) throw new Error(`reflect: ${isList(items) ? 'slice' : 'string'} index out of range`);
  return isList(items) ? items[key] : items.charCodeAt(key);
}

function slice(value: Value, ...bounds: Value[]): Value {
  if (value === undefined || value === null) throw new Error('slice of untyped nil');
  if (bounds.length > 3) throw new Error(`too many slice indexes: ${bounds.length}`);
  const items = textOf(value) ?? (value as string | readonly Value[]);
  if (!isList(items) && typeof items !== 'string') throw new Error(`can't slice item of type ${typeOf(value)}`);
  if (bounds.length === 3 && typeof items === 'string') throw new Error('cannot 3-index slice a string');
  for (const bound of bounds) {
    if (typeof bound !== 'number') throw new Error(`cannot index slice/array with type ${typeOf(bound)}`);
    if (bound < 0 || bound > items.length) throw new Error(`index out of range: ${bound}`);
  }
  const [from = 0, to = items.length] = bounds as number[];
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  return items.slice(from, to);
}

/** Of what kinds can be ordered or are equal by what they say; undefined for all others (text/template's basicKind). */
function basic(value: Value): { kind: 'bool' | 'int' | 'float' | 'string'; is: boolean | number | string } | undefined {
  if (typeof value === 'boolean') return { kind: 'bool', is: value };
  if (value instanceof Float) return { kind: 'float', is: value.value };
  if (typeof value === 'number') return { kind: Number.isInteger(value) ? 'int' : 'float', is: value };
  const text = textOf(value);
  return text === undefined ? undefined : { kind: 'string', is: text };
}

const incompatible = (a: Value, b: Value): Error =>
  new Error(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);

const isNil = (value: Value): value is null | undefined => value === undefined || value === null;

function same(a: Value, b: Value): boolean {
  const [one, other] = [basic(a), basic(b)];
  if (one?.kind !== other?.kind) {
    if (isNil(a) || isNil(b)) return false;
    throw incompatible(a, b);
  }
  if (one !== undefined) return one.is === other?.is;
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (isList(b) || b instanceof GoMap || b instanceof Struct) {
    throw new Error(`non-comparable type ${show(b)}: ${typeOf(b)}`);
  }
  return a === b;
}

function equal(first: Value, ...others: Value[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison');
  return others.some((other) => same(first, other));
}

function less(a: Value, b: Value): boolean {
  const [one, other] = [basic(a), basic(b)];
  if (one === undefined || other === undefined) throw new Error('invalid type for comparison');
  if (one.kind !== other.kind) throw incompatible(a, b);
  if (one.kind === 'bool') throw new Error('invalid type for comparison');
  return one.is < other.is;
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
  // What it is called on is named in the error: execute.ts says it.
  ['call', of(['any'], () => undefined, 'any')],
];

const title = (text: string): string =>
  text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase());

function truncate(text: string, most: number): string {
  if (most < 0) throw new Error(`runtime error: slice bounds out of range [:${most}]`);
  return text.slice(0, most);
}

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
  ['truncate', of(['string', 'int'], truncate)],
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
