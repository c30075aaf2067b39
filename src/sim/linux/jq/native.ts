import type { Evaluator, Node, Nodes } from './evaluate.ts';
import { textOf } from './formats.ts';
import { JsonProblem, JsonReader } from './json-reader.ts';
import { matches } from './match.ts';
import { getPath, remove, stepOf, stepValue, update } from './paths.ts';
import type { Closure } from './scope.ts';
import {
  compare,
  described,
  dump,
  isArray,
  isObject,
  isTrue,
  JqError,
  type Json,
  sortedKeys,
  typeOf,
} from './value.ts';

/** A function that is not written in jq. */
type Native = (evaluator: Evaluator, input: Node, args: readonly Closure[]) => Nodes;

const plain = (value: Json): Node => ({ value, path: undefined });

/** One that makes a value of its input and of the values of its arguments. */
const pure = (compute: (value: Json, ...args: Json[]) => Json): Native =>
  function* (evaluator, { value }, args) {
    for (const values of product(evaluator, value, args)) yield plain(compute(value, ...values));
  };

/** The values of all arguments, each with each; the first varies fastest. */
function* product(evaluator: Evaluator, value: Json, args: readonly Closure[]): Generator<Json[], void, void> {
  const last = args.at(-1);
  if (last === undefined) return yield [];
  for (const after of evaluator.values(last.filter, value, last.scope))
    for (const before of product(evaluator, value, args.slice(0, -1))) yield [...before, after];
}

function text(value: Json, name: string): string {
  if (typeof value !== 'string') throw new JqError(`${name} requires string inputs`);
  return value;
}

const numeric = (compute: (number: number) => number): Native =>
  pure((value) => {
    if (typeof value !== 'number') throw new JqError(`${described(value)} number required`);
    return compute(value);
  });

function list(value: Json, what: string): readonly Json[] {
  if (!isArray(value)) throw new JqError(`${described(value)} ${what}`);
  return value;
}

function length(value: Json): Json {
  if (value === null) return 0;
  if (typeof value === 'boolean') throw new JqError(`${described(value)} has no length`);
  if (typeof value === 'number') return Math.abs(value);
  return isObject(value) ? value.size : isArray(value) ? value.length : [...value].length;
}

function keys(value: Json, sorted: boolean): Json {
  if (isArray(value)) return value.map((_, i) => i);
  if (!isObject(value)) throw new JqError(`${described(value)} has no keys`);
  return sorted ? sortedKeys(value) : [...value.keys()];
}

function has(value: Json, key: Json): boolean {
  if (isObject(value) && typeof key === 'string') return value.has(key);
  if (isArray(value) && typeof key === 'number') return key >= 0 && key < value.length;
  throw new JqError(
    `Cannot check whether ${typeOf(value)} has a ${typeof key === 'string' ? 'string' : typeOf(key)} key`,
  );
}

function contains(a: Json, b: Json): boolean {
  if (isObject(a) && isObject(b))
    return [...b].every(([key, value]) => a.has(key) && contains(a.get(key) as Json, value));
  if (isArray(a) && isArray(b)) return b.every((item) => a.some((other) => contains(other, item)));
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b);
  if (typeOf(a) === typeOf(b)) return compare(a, b) === 0;
  throw new JqError(`${described(a)} and ${described(b)} cannot have their containment checked`);
}

function flat(value: Json, depth: number): Json[] {
  return list(value, 'cannot be flattened, as it is not an array').flatMap((item) =>
    isArray(item) && depth > 0 ? flat(item, depth - 1) : [item],
  );
}

function indices(value: Json, part: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string' && typeof part === 'string') {
    const found: number[] = [];
    for (let at = value.indexOf(part); part !== '' && at >= 0; at = value.indexOf(part, at + 1)) found.push(at);
    return found;
  }
  const items = list(value, 'cannot be searched');
  const wanted = isArray(part) ? part : [part];
  const fits = (at: number): boolean => wanted.every((each, i) => compare(items[at + i] ?? null, each) === 0);
  return items.map((_, i) => i).filter((at) => wanted.length > 0 && at + wanted.length <= items.length && fits(at));
}

function parsed(value: Json): Json {
  const source = text(value, 'fromjson');
  const reader = new JsonReader();
  reader.feed(source);
  reader.feed(undefined);
  try {
    return reader.next() ?? null;
  } catch (error) {
    throw error instanceof JsonProblem ? new JqError(`${error.message} (while parsing '${source}')`) : error;
  }
}

function toNumber(value: Json): Json {
  if (typeof value === 'number') return value;
  const number =
    typeof value === 'string' && /^-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw new JqError(`${described(value)} cannot be parsed as a number`);
  return number;
}

/** Items with what `by` makes of each, in that order. */
function* keyed(evaluator: Evaluator, value: Json, by: Closure | undefined, what: string): Generator<[Json, Json]> {
  for (const item of list(value, what)) yield [by ? [...evaluator.values(by.filter, item, by.scope)] : item, item];
}

const ordered = (what: string, finish: (pairs: [Json, Json][]) => Json): Native =>
  function* (evaluator, { value }, [by]) {
    yield plain(finish([...keyed(evaluator, value, by, what)].sort((a, b) => compare(a[0], b[0]))));
  };

function groups(pairs: readonly [Json, Json][]): Json[][] {
  const made: Json[][] = [];
  pairs.forEach(([key, item], i) => {
    const before = pairs[i - 1];
    if (before !== undefined && compare(before[0], key) === 0) made.at(-1)?.push(item);
    else made.push([item]);
  });
  return made;
}

const CANNOT_SORT = 'cannot be sorted, as it is not an array';
const sorted = ordered(CANNOT_SORT, (pairs) => pairs.map(([, item]) => item));
const unique = ordered(CANNOT_SORT, (pairs) => groups(pairs).map(([first]) => first as Json));
const least = ordered('cannot be iterated over', (pairs) => pairs[0]?.[1] ?? null);
/** The last of those that are greatest. */
const greatest = ordered('cannot be iterated over', (pairs) => pairs.at(-1)?.[1] ?? null);

const range: Native = function* (evaluator, { value }, args) {
  for (const [from, to, by = 1] of product(evaluator, value, args)) {
    if (typeof from !== 'number' || typeof to !== 'number' || typeof by !== 'number')
      throw new JqError('Range bounds must be numeric');
    if (by === 0) continue;
    for (let at = from; by > 0 ? at < to : at > to; at += by) yield plain(at);
  }
};

const limit: Native = function* (evaluator, input, [count, of]) {
  for (const most of evaluator.values((count as Closure).filter, input.value, (count as Closure).scope)) {
    let left = Number(most);
    if (left <= 0) continue;
    for (const node of evaluator.run((of as Closure).filter, input, (of as Closure).scope)) {
      yield node;
      if (--left <= 0) break;
    }
  }
};

const first: Native = function* (evaluator, input, [of]) {
  for (const node of evaluator.run((of as Closure).filter, input, (of as Closure).scope)) return yield node;
};

const isEmpty: Native = function* (evaluator, { value }, [of]) {
  for (const _ of evaluator.values((of as Closure).filter, value, (of as Closure).scope)) return yield plain(false);
  yield plain(true);
};

const path: Native = function* (evaluator, { value }, [of]) {
  for (const found of evaluator.paths((of as Closure).filter, value, (of as Closure).scope))
    yield plain(found.map(stepValue));
};

/** It is a path expression itself. */
const getpath: Native = function* (evaluator, input, args) {
  for (const [where] of product(evaluator, input.value, args)) {
    const found = list(where ?? null, 'cannot be used as a path').map(stepOf);
    yield { value: getPath(input.value, found), path: input.path && [...input.path, ...found] };
  }
};

const error: Native = function* (evaluator, { value }, args) {
  for (const [message = value] of product(evaluator, value, args)) throw new JqError(message);
};

const input: Native = function* (evaluator) {
  const next = evaluator.inputs();
  if (next === undefined) throw new JqError('break');
  yield plain(next);
};

/** Functions by name and number of arguments. */
export const NATIVE: Readonly<Record<string, Native>> = {
  'empty/0': function* () {},
  'error/0': error,
  'error/1': error,
  'input/0': input,
  'length/0': pure(length),
  'utf8bytelength/0': pure((value) => new TextEncoder().encode(text(value, 'utf8bytelength')).length),
  'not/0': pure((value) => !isTrue(value)),
  'keys/0': pure((value) => keys(value, true)),
  'keys_unsorted/0': pure((value) => keys(value, false)),
  'has/1': pure(has),
  'contains/1': pure(contains),
  'type/0': pure(typeOf),
  'range/2': range,
  'range/3': range,
  'floor/0': numeric(Math.floor),
  'ceil/0': numeric(Math.ceil),
  'round/0': numeric(Math.round),
  'sqrt/0': numeric(Math.sqrt),
  'log/0': numeric(Math.log),
  'log2/0': numeric(Math.log2),
  'log10/0': numeric(Math.log10),
  'exp/0': numeric(Math.exp),
  'trunc/0': numeric(Math.trunc),
  'pow/2': pure((_, base, power) => Number(base) ** Number(power)),
  'now/0': function* (evaluator) {
    yield plain(evaluator.now());
  },
  'fabs/0': numeric(Math.abs),
  'abs/0': numeric(Math.abs),
  'tostring/0': pure(textOf),
  'tojson/0': pure(dump),
  'fromjson/0': pure(parsed),
  'tonumber/0': pure(toNumber),
  'sort/0': sorted,
  'sort_by/1': sorted,
  'group_by/1': ordered(CANNOT_SORT, groups),
  'unique/0': unique,
  'unique_by/1': unique,
  'min/0': least,
  'min_by/1': least,
  'max/0': greatest,
  'max_by/1': greatest,
  'reverse/0': pure((value) =>
    typeof value === 'string'
      ? [...value].reverse().join('')
      : value === null
        ? []
        : [...list(value, 'cannot be reversed, as it is not an array')].reverse(),
  ),
  'flatten/0': pure((value) => flat(value, 1e9)),
  'flatten/1': pure((value, depth) => flat(value, Number(depth))),
  'indices/1': pure(indices),
  'startswith/1': pure((value, part) => text(value, 'startswith()').startsWith(text(part ?? null, 'startswith()'))),
  'endswith/1': pure((value, part) => text(value, 'endswith()').endsWith(text(part ?? null, 'endswith()'))),
  'trim/0': pure((value) => text(value, 'trim').trim()),
  'ltrim/0': pure((value) => text(value, 'ltrim').trimStart()),
  'rtrim/0': pure((value) => text(value, 'rtrim').trimEnd()),
  'ascii_downcase/0': pure((value) => text(value, 'ascii_downcase').replace(/[A-Z]/g, (char) => char.toLowerCase())),
  'ascii_upcase/0': pure((value) => text(value, 'ascii_upcase').replace(/[a-z]/g, (char) => char.toUpperCase())),
  'explode/0': pure((value) => [...text(value, 'explode')].map((char) => char.codePointAt(0) ?? 0)),
  'implode/0': pure((value) => String.fromCodePoint(...list(value, 'cannot be imploded').map(Number))),
  'split/1': pure((value, by) => {
    const [whole, separator] = [text(value, 'split input and separator must be strings'), text(by ?? null, 'split')];
    return whole === '' ? [] : separator === '' ? [...whole] : whole.split(separator);
  }),
  '_match/3': pure((value, pattern, flags, test) => matches(value, pattern ?? null, flags ?? null, test === true)),
  'path/1': path,
  'getpath/1': getpath,
  'setpath/2': pure((value, where, made) =>
    update(value, list(where ?? null, 'is no path').map(stepOf), () => made ?? null),
  ),
  'delpaths/1': pure((value, paths) =>
    [...list(paths ?? null, 'is no list of paths')]
      .sort((a, b) => compare(b, a))
      .reduce<Json>((rest, each) => remove(rest, list(each, 'is no path').map(stepOf)), value),
  ),
  'limit/2': limit,
  'first/1': first,
  'isempty/1': isEmpty,
  'infinite/0': pure(() => Number.POSITIVE_INFINITY),
  'nan/0': pure(() => Number.NaN),
  'isnan/0': pure((value) => Number.isNaN(value)),
  'tobool/0': pure((value) => value === true || value === 'true'),
  'toarray/0': pure((value) => (isArray(value) ? value : [value])),
};
