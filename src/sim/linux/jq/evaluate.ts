import { NotSimulated } from '../not-simulated.ts';
import { operate } from './arithmetic.ts';
import type { Filter, Pattern } from './ast.ts';
import { formatted } from './formats.ts';
import { NATIVE } from './native.ts';
import { cannotIndex, get, getPath, remove, type Slice, type Step, stepOf, steps, update } from './paths.ts';
import type { Scope } from './scope.ts';
import { described, dump, isArray, isObject, isTrue, JqError, type Json, typeOf } from './value.ts';

/** A value on its way, and in a path expression how it was come by. */
export interface Node {
  readonly value: Json;
  /** Undefined where no path is asked for, or the value is none of the input's parts. */
  readonly path: readonly Step[] | undefined;
}

export type Nodes = Generator<Node, void, void>;

type Assignment = Extract<Filter, { readonly op: string }>;

/** More steps than this are taken for an endless loop, in which the page would stand still. */
const MOST_STEPS = 20_000_000;
/** Calls within calls, as far as the host's stack surely bears them. */
const DEEPEST = 200;

const plain = (value: Json): Node => ({ value, path: undefined });

/** Runs filters. `inputs` gives `input` its values. */
export class Evaluator {
  readonly inputs: () => Json | undefined;
  /** Seconds since 1970. */
  readonly now: () => number;
  #steps = 0;
  #depth = 0;

  constructor(inputs: () => Json | undefined, now: () => number) {
    this.inputs = inputs;
    this.now = now;
  }

  *values(filter: Filter, value: Json, scope: Scope): Generator<Json, void, void> {
    for (const node of this.run(filter, plain(value), scope)) yield node.value;
  }

  /** The paths of all that a filter picks out of a value. */
  *paths(filter: Filter, value: Json, scope: Scope): Generator<readonly Step[], void, void> {
    for (const node of this.run(filter, { value, path: [] }, scope)) {
      if (node.path === undefined) throw new JqError(`Invalid path expression with result ${dump(node.value)}`);
      yield node.path;
    }
  }

  *run(filter: Filter, input: Node, scope: Scope): Nodes {
    if (++this.#steps > MOST_STEPS) throw new NotSimulated('jq (plus de vingt millions d’étapes)');
    const { value } = input;
    switch (filter.kind) {
      case 'identity':
        return yield input;
      case 'everything':
        return yield* this.#everything(input);
      case 'literal':
        return yield plain(filter.value);
      case 'index':
      case 'slice':
      case 'iterate':
        return yield* this.#step(filter, input, scope);
      case 'pipe':
        for (const node of this.run(filter.left, input, scope)) yield* this.run(filter.right, node, scope);
        return;
      case 'comma':
        yield* this.run(filter.left, input, scope);
        return yield* this.run(filter.right, input, scope);
      case 'alternative':
        return yield* this.#alternative(filter.left, filter.right, input, scope);
      case 'if':
        for (const test of this.values(filter.test, value, scope))
          yield* this.run(isTrue(test) ? filter.yes : (filter.no ?? { kind: 'identity' }), input, scope);
        return;
      case 'try':
        return yield* this.#try(filter, input, scope);
      case 'bind':
        for (const bound of this.values(filter.source, value, scope))
          for (const inner of this.#bind(filter.pattern, bound, scope)) yield* this.run(filter.body, input, inner);
        return;
      case 'reduce':
      case 'foreach':
        return yield* this.#fold(filter, input, scope);
      case 'define':
        return yield* this.run(filter.rest, input, scope.define(filter.definition));
      case 'call':
        return yield* this.#deeper(filter, input, scope);
      default:
        for (const made of this.#make(filter, value, scope)) yield plain(made);
    }
  }

  /** The filters whose results are new values. */
  *#make(filter: Filter, value: Json, scope: Scope): Generator<Json, void, void> {
    switch (filter.kind) {
      case 'variable':
        return yield scope.variable(filter.name) ?? null;
      case 'format':
        return yield formatted(filter.name, value);
      case 'string':
        return yield* this.#string(filter.parts, filter.format, value, scope);
      case 'array':
        return yield filter.of === undefined ? [] : [...this.values(filter.of, value, scope)];
      case 'object':
        return yield* this.#object(filter.entries, value, scope);
      case 'negate':
        for (const number of this.values(filter.of, value, scope)) {
          if (typeof number !== 'number') throw new JqError(`${typeOf(number)} (${dump(number)}) cannot be negated`);
          yield -number;
        }
        return;
      case 'and':
      case 'or':
        for (const left of this.values(filter.left, value, scope)) {
          if (isTrue(left) === (filter.kind === 'or')) yield filter.kind === 'or';
          else for (const right of this.values(filter.right, value, scope)) yield isTrue(right);
        }
        return;
      case 'binary':
        for (const right of this.values(filter.right, value, scope))
          for (const left of this.values(filter.left, value, scope)) yield operate(filter.op, left, right);
        return;
      case 'assign':
        return yield* this.#assign(filter as Assignment, value, scope);
    }
  }

  *#everything(input: Node): Nodes {
    yield input;
    if (!isArray(input.value) && !isObject(input.value)) return;
    for (const step of steps(input.value)) yield* this.#everything(down(input, step));
  }

  *#step(filter: Extract<Filter, { kind: 'index' | 'slice' | 'iterate' }>, input: Node, scope: Scope): Nodes {
    for (const node of this.run(filter.of, input, scope)) {
      if (filter.kind === 'iterate') for (const step of steps(node.value)) yield down(node, step);
      else if (filter.kind === 'index')
        for (const key of this.values(filter.key, input.value, scope)) yield down(node, this.#key(node.value, key));
      else for (const slice of this.#slices(filter, input.value, scope)) yield down(node, slice);
    }
  }

  #key(value: Json, key: Json): Step {
    const fits =
      typeof key === 'string' || typeof key === 'number' || (isObject(key) && (isArray(value) || value === null));
    if (!fits) throw cannotIndex(value, key);
    return stepOf(key);
  }

  *#slices({ from, to }: Extract<Filter, { kind: 'slice' }>, value: Json, scope: Scope): Generator<Slice, void, void> {
    const nothing: Filter = { kind: 'literal', value: null };
    for (const end of this.values(to ?? nothing, value, scope))
      for (const start of this.values(from ?? nothing, value, scope)) {
        const wrong = [start, end].some((bound) => bound !== null && typeof bound !== 'number');
        if (wrong) throw new JqError('Start and end indices of an array slice must be numbers');
        yield { from: start as number | null, to: end as number | null };
      }
  }

  *#alternative(left: Filter, right: Filter, input: Node, scope: Scope): Nodes {
    let any = false;
    try {
      for (const node of this.run(left, input, scope)) {
        if (!isTrue(node.value)) continue;
        any = true;
        yield node;
      }
    } catch (error) {
      if (!(error instanceof JqError)) throw error;
    }
    if (!any) yield* this.run(right, input, scope);
  }

  /** Only what goes wrong inside is caught, not what is done with the results. */
  *#try({ of, handler }: Extract<Filter, { kind: 'try' }>, input: Node, scope: Scope): Nodes {
    const results = this.run(of, input, scope);
    for (;;) {
      let next: IteratorResult<Node, void>;
      try {
        next = results.next();
      } catch (error) {
        if (!(error instanceof JqError)) throw error;
        if (handler !== undefined) yield* this.run(handler, plain(error.value), scope);
        return;
      }
      if (next.done) return;
      yield next.value;
    }
  }

  *#bind(pattern: Pattern, value: Json, scope: Scope): Generator<Scope, void, void> {
    if (pattern.kind === 'name') return yield scope.bind(pattern.name, value);
    const parts: (readonly [Step[], Pattern])[] = [];
    if (pattern.kind === 'array') parts.push(...pattern.items.map((item, i) => [[i], item] as [Step[], Pattern]));
    else
      for (const [key, inner] of pattern.entries)
        for (const name of this.values(key, value, scope)) parts.push([[this.#key(value, name)], inner]);
    let scopes: Scope[] = [scope];
    for (const [path, inner] of parts)
      scopes = scopes.flatMap((each) => [...this.#bind(inner, get(value, path[0] as Step), each)]);
    yield* scopes;
  }

  *#fold(filter: Extract<Filter, { kind: 'reduce' | 'foreach' }>, input: Node, scope: Scope): Nodes {
    for (const start of this.values(filter.start, input.value, scope)) {
      let state: Json = start;
      for (const item of this.values(filter.source, input.value, scope))
        for (const inner of this.#bind(filter.pattern, item, scope)) {
          let last: Json = null;
          for (const next of this.values(filter.update, state, inner)) {
            last = next;
            if (filter.kind === 'foreach') yield* this.run(filter.extract ?? { kind: 'identity' }, plain(next), inner);
          }
          state = last;
        }
      if (filter.kind === 'reduce') yield plain(state);
    }
  }

  *#string(
    parts: readonly (string | Filter)[],
    format: string,
    value: Json,
    scope: Scope,
  ): Generator<Json, void, void> {
    const [first, ...rest] = parts;
    if (first === undefined) return yield '';
    for (const after of this.#string(rest, format, value, scope)) {
      if (typeof first === 'string') yield first + after;
      else for (const inner of this.values(first, value, scope)) yield formatted(format, inner) + after;
    }
  }

  *#object(
    entries: Extract<Filter, { kind: 'object' }>['entries'],
    value: Json,
    scope: Scope,
  ): Generator<Map<string, Json>, void, void> {
    const before = entries.slice(0, -1);
    const last = entries.at(-1);
    if (last === undefined) return yield new Map();
    for (const object of this.#object(before, value, scope))
      for (const key of this.values(last[0], value, scope)) {
        if (typeof key !== 'string') throw new JqError(`Cannot use ${described(key)} as object key`);
        for (const member of this.values(last[1], value, scope)) yield new Map(object).set(key, member);
      }
  }

  *#assign({ op, left, right }: Assignment, value: Json, scope: Scope): Generator<Json, void, void> {
    if (op === '|') return yield this.#updated(left, right, value, scope);
    for (const operand of this.values(right, value, scope)) {
      const change = (old: Json): Json =>
        op === '' ? operand : op === '//' ? (isTrue(old) ? old : operand) : operate(op, old, operand);
      let result: Json = value;
      for (const path of [...this.paths(left, value, scope)]) result = update(result, path, change);
      yield result;
    }
  }

  /** `left |= right`: what gives nothing is taken out. */
  #updated(left: Filter, right: Filter, value: Json, scope: Scope): Json {
    let result: Json = value;
    const doomed: (readonly Step[])[] = [];
    for (const path of [...this.paths(left, value, scope)]) {
      const [first] = take(this.values(right, getPath(result, path), scope), 1);
      if (first === undefined) doomed.push(path);
      else result = update(result, path, () => first);
    }
    return doomed.reverse().reduce<Json>((rest, path) => remove(rest, path), result);
  }

  *#deeper(filter: Extract<Filter, { kind: 'call' }>, input: Node, scope: Scope): Nodes {
    if (++this.#depth > DEEPEST) throw new NotSimulated('jq (plus de deux cents appels imbriqués)');
    try {
      yield* this.#call(filter, input, scope);
    } finally {
      this.#depth--;
    }
  }

  *#call({ name, args }: Extract<Filter, { kind: 'call' }>, input: Node, scope: Scope): Nodes {
    const found = scope.function(name, args.length);
    if (found === undefined) {
      const native = NATIVE[`${name}/${args.length}`];
      if (native === undefined) throw new NotSimulated(`jq ${name}`);
      return yield* native(
        this,
        input,
        args.map((filter) => ({ filter, scope })),
      );
    }
    const { meaning } = found;
    if ('filter' in meaning) return yield* this.run(meaning.filter, input, meaning.scope);
    let scopes: Scope[] = [found.scope];
    meaning.parameters.forEach((parameter, i) => {
      const closure = { filter: args[i] as Filter, scope };
      if (!parameter.startsWith('$')) scopes = scopes.map((each) => each.pass(parameter, closure));
      else
        scopes = scopes.flatMap((each) =>
          [...this.values(closure.filter, input.value, scope)].map((bound) =>
            each
              .bind(parameter.slice(1), bound)
              .pass(parameter.slice(1), { filter: { kind: 'literal', value: bound }, scope }),
          ),
        );
    });
    for (const inner of scopes) yield* this.run(meaning.body, input, inner);
  }
}

/** One step further down. */
const down = ({ value, path }: Node, step: Step): Node => ({ value: get(value, step), path: path && [...path, step] });

/** At most so many results. */
function take<T>(results: Iterable<T>, most: number): T[] {
  const taken: T[] = [];
  if (most <= 0) return taken;
  for (const result of results) {
    taken.push(result);
    if (taken.length >= most) break;
  }
  return taken;
}
