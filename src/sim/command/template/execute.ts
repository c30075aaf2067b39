import { goQuote } from '../go-quote.ts';
import type { Functions, Parameter, TemplateFunction } from './functions.ts';
import {
  type Branch,
  type CommandNode,
  describe,
  type Fields,
  type Located,
  type Operand,
  type Pipe,
  type Statement,
} from './nodes.ts';
import type { ParsedTemplate } from './parse.ts';
import { show } from './print.ts';
import { Float, GoMap, isList, isStrings, NamedText, Struct, truth, typeOf, type Value } from './value.ts';

/** A template that failed while it ran, as Go words it: `template: :1:2: executing "" at <.Foo>: …`. */
export class TemplateExecutionError extends Error {
  /** What it had given up to then. */
  output = '';
}

/** A key that a map lacks: no value, or an error (text/template's missingkey option). */
export type MissingKey = 'default' | 'error';

/** Leaves a `range`. */
class Jumped extends Error {
  readonly to: 'break' | 'continue';
  constructor(to: 'break' | 'continue') {
    super(to);
    this.to = to;
  }
}

interface Bound {
  readonly name: string;
  value: Value;
}

/** No value is piped into the command. */
const NOTHING = Symbol('nothing');
type Piped = Value | typeof NOTHING;

class Execution {
  readonly #template: ParsedTemplate;
  readonly #functions: Functions;
  readonly #missingKey: MissingKey;
  readonly #variables: Bound[];
  /** What was looked at last: where errors are that Go does not place. */
  #last: Located | undefined;
  output = '';

  constructor(template: ParsedTemplate, functions: Functions, missingKey: MissingKey, data: Value) {
    this.#template = template;
    this.#functions = functions;
    this.#missingKey = missingKey;
    this.#variables = [{ name: '$', value: data }];
  }

  #fail(node: Located, message: string): never {
    const before = this.#template.source.slice(0, node.at);
    const line = before.split('\n').length;
    const column = node.at - (before.lastIndexOf('\n') + 1);
    const { name } = this.#template;
    throw new TemplateExecutionError(
      `template: ${name}:${line}:${column}: executing "${name}" at <${describe(node)}>: ${message}`,
    );
  }

  walk(dot: Value, statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (statement.kind === 'text') this.output += statement.text;
      else if (statement.kind === 'action') this.#print(this.#pipe(dot, statement.pipe), statement.pipe);
      else if (statement.kind === 'template') this.#invoke(dot, statement);
      else if ('pipe' in statement) this.#branch(dot, statement);
      else throw new Jumped(statement.kind);
    }
  }

  #print(value: Value, pipe: Pipe): void {
    if (pipe.variables.length > 0) return;
    this.output += value === undefined ? '<no value>' : show(value);
  }

  #invoke(dot: Value, statement: Extract<Statement, { kind: 'template' }>): void {
    const body = this.#template.defined.get(statement.name);
    if (body === undefined) this.#fail(statement, `template ${goQuote(statement.name)} not defined`);
    const data = statement.pipe === undefined ? undefined : this.#pipe(dot, statement.pipe);
    this.#inScope(() => {
      this.#variables.push({ name: '$', value: data });
      this.walk(data, body);
    });
  }

  #inScope(run: () => void): void {
    const depth = this.#variables.length;
    try {
      run();
    } finally {
      this.#variables.length = depth;
    }
  }

  #branch(dot: Value, branch: Branch): void {
    this.#inScope(() => {
      if (branch.kind === 'range') return this.#range(dot, branch);
      const value = this.#pipe(dot, branch.pipe);
      if (truth(value)) this.walk(branch.kind === 'with' ? value : dot, branch.then);
      else this.walk(dot, branch.otherwise);
    });
  }

  #range(dot: Value, { pipe, then, otherwise }: Branch): void {
    const value = this.#pipe(dot, { ...pipe, variables: [] });
    const items = this.#items(value, pipe);
    if (items.length === 0) this.walk(dot, otherwise);
    for (const [key, item] of items) {
      try {
        this.#inScope(() => {
          const given = pipe.variables.length > 1 ? [key, item] : [item];
          pipe.variables.forEach((name, i) => {
            this.#bind(name, given[i], pipe.assigns);
          });
          this.walk(item, then);
        });
      } catch (error) {
        if (!(error instanceof Jumped)) throw error;
        if (error.to === 'break') return;
      }
    }
  }

  #items(value: Value, pipe: Pipe): (readonly [Value, Value])[] {
    if (value === undefined || value === null) return [];
    if (isList(value)) return value.map((item, i) => [i, item] as const);
    if (value instanceof GoMap) {
      return value.keys.map((key) => [value.keyOf?.(key) ?? key, value.entries.get(key)] as const);
    }
    if (typeof value === 'number') return Array.from({ length: Math.max(0, value) }, (_, i) => [i, i] as const);
    return this.#fail(pipe, `range can't iterate over ${show(value)}`);
  }

  #bind(name: string, value: Value, assigns: boolean): void {
    const known = assigns ? this.#variables.findLast((bound) => bound.name === name) : undefined;
    if (known !== undefined) known.value = value;
    else if (!assigns) this.#variables.push({ name, value });
    else if (this.#last) this.#fail(this.#last, `undefined variable: ${name}`);
  }

  #pipe(dot: Value, pipe: Pipe): Value {
    let value: Piped = NOTHING;
    for (const command of pipe.commands) value = this.#command(dot, command, value);
    const result = value === NOTHING ? undefined : value;
    for (const name of pipe.variables) this.#bind(name, result, pipe.assigns);
    return result;
  }

  #command(dot: Value, command: CommandNode, piped: Piped): Value {
    const [first, ...args] = command.words as [Operand, ...Operand[]];
    if (first.kind === 'fields') return this.#fields(dot, first, args, piped);
    if (first.kind === 'identifier') return this.#function(dot, first.name, command, args, piped);
    if (args.length > 0 || piped !== NOTHING) {
      this.#fail(first, `can't give argument to non-function ${describe(first)}`);
    }
    if (first.kind === 'nil') this.#fail(first, 'nil is not a command');
    return this.#operand(dot, first);
  }

  #operand(dot: Value, node: Operand): Value {
    this.#last = node;
    switch (node.kind) {
      case 'constant':
        return node.value;
      case 'dot':
        return dot;
      case 'nil':
        return undefined;
      case 'variable':
        return this.#variables.findLast(({ name }) => name === node.name)?.value;
      case 'pipe':
        return this.#pipe(dot, node);
      case 'fields':
        return this.#fields(dot, node, [], NOTHING);
      default:
        return this.#function(dot, node.name, node, [], NOTHING);
    }
  }

  #fields(dot: Value, node: Fields, args: readonly Operand[], piped: Piped): Value {
    let value = node.base === 'dot' ? dot : this.#operand(dot, node.base);
    if (node.base === 'dot' || node.base.kind === 'variable') this.#last = node;
    node.names.forEach((name, i) => {
      const last = i === node.names.length - 1;
      value = this.#field(dot, value, name, node, last ? args : [], last ? piped : NOTHING);
    });
    return value;
  }

  #field(dot: Value, receiver: Value, name: string, node: Fields, args: readonly Operand[], piped: Piped): Value {
    if (receiver === undefined) {
      if (this.#missingKey === 'error') this.#fail(this.#last ?? node, `nil data; no entry for key ${goQuote(name)}`);
      return undefined;
    }
    if (receiver === null) this.#fail(node, `nil pointer evaluating interface {}.${name}`);
    const called = args.length > 0 || piped !== NOTHING;
    if (receiver instanceof Struct && receiver.fields.has(name)) {
      const field = receiver.fields.get(name);
      if (typeof field === 'function') {
        const method = { parameters: Array.from({ length: field.length }, () => 'string' as const), call: field };
        return this.#call(dot, name, method, node, args, piped);
      }
      if (called) this.#fail(node, `${name} has arguments but cannot be invoked as function`);
      return field;
    }
    if (receiver instanceof NamedText && receiver.methods.has(name)) {
      return receiver.methods.get(name)?.();
    }
    if (receiver instanceof GoMap) {
      if (called) this.#fail(node, `${name} is not a method but has arguments`);
      if (!receiver.entries.has(name) && this.#missingKey === 'error') {
        this.#fail(node, `map has no entry for key ${goQuote(name)}`);
      }
      return receiver.entries.get(name);
    }
    // JSON as it came is of no type that Go would know of.
    const type = this.#missingKey === 'error' ? 'interface {}' : typeOf(receiver);
    return this.#fail(node, `can't evaluate field ${name} in type ${type}`);
  }

  #function(dot: Value, name: string, node: Located, args: readonly Operand[], piped: Piped): Value {
    const found = this.#functions.get(name);
    if (found === undefined) this.#fail(node, `${goQuote(name)} is not a defined function`);
    const word: Operand = { kind: 'identifier', at: node.at, name };
    this.#last = word;
    if (name === 'and' || name === 'or') return this.#shortCircuit(dot, name, word, args, piped);
    if (name === 'call' && args[0]) this.#callRefusal(dot, node, args[0]);
    return this.#call(dot, name, found, node, args, piped, word);
  }

  /** Nothing that docker shows is a function. */
  #callRefusal(dot: Value, node: Located, callee: Operand): never {
    const value = this.#operand(dot, callee);
    const nil = value === undefined || value === null;
    const why = nil ? 'call of nil' : `non-function ${describe(callee)} of type ${typeOf(value)}`;
    return this.#fail(node, `error calling call: ${why}`);
  }

  /** `and` and `or` stop at the first argument that settles them. */
  #shortCircuit(dot: Value, name: 'and' | 'or', node: Located, args: readonly Operand[], piped: Piped): Value {
    if (args.length === 0 && piped === NOTHING) {
      this.#fail(node, `wrong number of args for ${name}: want at least 1 got 0`);
    }
    let value: Value;
    for (const arg of args) {
      value = this.#operand(dot, arg);
      if (truth(value) === (name === 'or')) return value;
    }
    return piped === NOTHING ? value : piped;
  }

  /** @param word where a wrong number of arguments is complained of */
  #call(
    dot: Value,
    name: string,
    fun: TemplateFunction,
    node: Located,
    args: readonly Operand[],
    piped: Piped,
    word: Located = node,
  ): Value {
    const { parameters, variadic } = fun;
    const given = args.length + (piped === NOTHING ? 0 : 1);
    if (variadic !== undefined && given < parameters.length) {
      this.#fail(word, `wrong number of args for ${name}: want at least ${parameters.length} got ${args.length}`);
    }
    if (variadic === undefined && given !== parameters.length) {
      this.#fail(word, `wrong number of args for ${name}: want ${parameters.length} got ${given}`);
    }
    const type = (i: number): Parameter => parameters[i] ?? variadic ?? 'any';
    const values = args.map((arg, i) => this.#argument(dot, arg, type(i)));
    if (piped !== NOTHING) values.push(this.#checked(piped, type(args.length), node));
    try {
      return fun.call(...values);
    } catch (error) {
      if (error instanceof TemplateExecutionError) throw error;
      return this.#fail(node, `error calling ${name}: ${(error as Error).message}`);
    }
  }

  #argument(dot: Value, node: Operand, type: Parameter): Value {
    const value = this.#operand(dot, node);
    if (node.kind !== 'constant' && node.kind !== 'nil') return this.#checked(value, type, node);
    if (node.kind === 'nil' && (type === 'string' || type === 'int')) this.#fail(node, `cannot assign nil to ${type}`);
    if (type === 'string' && typeof value !== 'string') this.#fail(node, `expected string; found ${describe(node)}`);
    if (type === 'int' && value instanceof Float && Number.isInteger(value.value)) return value.value;
    if (type === 'int' && typeof value !== 'number') this.#fail(node, `expected integer; found ${describe(node)}`);
    if (type === '[]string' && node.kind === 'constant') {
      this.#fail(node, `can't handle ${describe(node)} for arg of type []string`);
    }
    return value;
  }

  #checked(value: Value, type: Parameter, node: Located): Value {
    if (type === 'any') return value;
    if (value === undefined || (value === null && type !== '[]string'))
      this.#fail(node, `invalid value; expected ${type}`);
    if (type === '[]string') {
      if (value === null) return [];
      if (isList(value) && isStrings(value)) return value;
    } else if (typeOf(value) === type) return value;
    return this.#fail(node, `wrong type for value; expected ${type}; got ${typeOf(value)}`);
  }
}

/** What a template makes of `data`. Throws {@link TemplateExecutionError}. */
export function executeTemplate(
  template: ParsedTemplate,
  functions: Functions,
  data: Value,
  missingKey: MissingKey = 'default',
): string {
  const execution = new Execution(template, functions, missingKey, data);
  try {
    execution.walk(data, template.root);
  } catch (error) {
    if (error instanceof TemplateExecutionError) error.output = execution.output;
    throw error;
  }
  return execution.output;
}
