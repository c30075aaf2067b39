import type { Task } from '../../../kernel/task.ts';
import type { Call } from '../../call.ts';
import type { AwkFunction, Expression, Place } from './ast.ts';
import { awkRegex } from './expressions.ts';
import { AwkProblem } from './fault.ts';
import { formatted } from './format.ts';
import { PLAIN_FUNCTIONS, substitute } from './functions.ts';
import type { MainInput } from './main-input.ts';
import { splitFields } from './record.ts';
import type { Streams } from './streams.ts';
import { Cell, Input, truth, type Value } from './value.ts';
import type { Variables } from './variables.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** How deep functions of a program may call each other before the simulation says stop, as a stack would. */
const DEPTH = 1000;

/** What an evaluator needs around it. */
export interface Surroundings {
  readonly call: Call;
  readonly variables: Variables;
  readonly streams: Streams;
  readonly input: MainInput;
  /** Runs a function's body: its result. */
  run(body: AwkFunction): Task<Value>;
  readonly functions: ReadonlyMap<string, AwkFunction>;
}

/** Finds the values of expressions. */
export class Evaluator {
  readonly #around: Surroundings;
  readonly #variables: Variables;
  readonly #regexes = new Map<string, RegExp>();
  #seed = 0;
  #depth = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#variables = around.variables;
  }

  *truth(expression: Expression): Task<boolean> {
    return truth(yield* this.value(expression));
  }

  *text(expression: Expression): Task<string> {
    return this.#variables.text(yield* this.value(expression));
  }

  *number(expression: Expression): Task<number> {
    return this.#variables.number(yield* this.value(expression));
  }

  *values(expressions: readonly Expression[]): Task<Value[]> {
    const values: Value[] = [];
    for (const expression of expressions) values.push(yield* this.value(expression));
    return values;
  }

  /** The key of an element: several are joined by SUBSEP. */
  *key(keys: readonly Expression[]): Task<string> {
    const values = yield* this.values(keys);
    return values.map((value) => this.#variables.text(value)).join(this.#variables.text(this.#variables.get('SUBSEP')));
  }

  *value(expression: Expression): Task<Value> {
    switch (expression.kind) {
      case 'constant':
        return expression.value;
      case 'regex':
        return Number(this.#matches(this.#variables.whole, expression.regex));
      case 'name':
      case 'element':
      case 'field':
        return yield* this.#get(expression);
      case 'group': {
        const values = yield* this.values(expression.items);
        return values.at(-1);
      }
      case 'assign':
        return yield* this.#assign(expression);
      case 'step': {
        const before = this.#variables.number(yield* this.#get(expression.place));
        yield* this.set(expression.place, before + expression.by);
        return expression.prefix ? before + expression.by : before;
      }
      case 'conditional':
        return yield* this.value((yield* this.truth(expression.test)) ? expression.yes : expression.no);
      case 'logic': {
        const left = yield* this.truth(expression.left);
        if (left === (expression.op === '||')) return Number(left);
        return Number(yield* this.truth(expression.right));
      }
      case 'unary': {
        const operand = yield* this.value(expression.operand);
        if (expression.op === '!') return Number(!truth(operand));
        return expression.op === '-' ? -this.#variables.number(operand) || 0 : this.#variables.number(operand);
      }
      case 'binary':
        return yield* this.#binary(expression);
      case 'match': {
        const text = yield* this.text(expression.text);
        return Number(this.#matches(text, yield* this.regex(expression.pattern)) !== expression.negated);
      }
      case 'in':
        return Number(this.#variables.array(expression.array).has(yield* this.key(expression.keys)));
      case 'builtin':
        return yield* this.#builtin(expression);
      case 'call':
        return yield* this.#callFunction(expression);
      case 'getline':
        return yield* this.#getline(expression);
    }
  }

  #matches(text: string, regex: RegExp): boolean {
    regex.lastIndex = 0;
    return regex.test(text);
  }

  /** A regular expression as it is written, or of a text. */
  *regex(expression: Expression): Task<RegExp> {
    const bare = expression.kind === 'group' && expression.items.length === 1 ? expression.items[0] : expression;
    if (bare?.kind === 'regex') return bare.regex;
    const source = yield* this.text(expression);
    const known = this.#regexes.get(source) ?? awkRegex(source, 1);
    this.#regexes.set(source, known);
    return known;
  }

  *#get(place: Place): Task<Value> {
    if (place.kind === 'name') return this.#variables.get(place.name);
    if (place.kind === 'field') return this.#variables.field(yield* this.#fieldIndex(place));
    const key = yield* this.key(place.keys);
    const array = this.#variables.array(place.array);
    if (!array.has(key)) array.set(key, undefined);
    return array.get(key);
  }

  *#fieldIndex({ index, line }: Extract<Place, { kind: 'field' }>): Task<number> {
    const number = Math.trunc(yield* this.number(index));
    if (number < 0) throw new AwkProblem('negative field', String(number), line);
    return number;
  }

  *set(place: Place, value: Value): Task<void> {
    if (place.kind === 'name') this.#variables.set(place.name, value);
    else if (place.kind === 'field') this.#variables.setField(yield* this.#fieldIndex(place), value);
    else {
      const key = yield* this.key(place.keys);
      this.#variables.array(place.array).set(key, value);
    }
  }

  *#assign({ op, place, value, line }: Of<'assign'>): Task<Value> {
    const right = yield* this.value(value);
    const result =
      op === ''
        ? right
        : this.#compute(op, this.#variables.number(yield* this.#get(place)), this.#variables.number(right), line);
    yield* this.set(place, result);
    return result;
  }

  *#binary({ op, left, right, line }: Of<'binary'>): Task<Value> {
    const a = yield* this.value(left);
    const b = yield* this.value(right);
    const variables = this.#variables;
    if (op === ' ') return variables.text(a) + variables.text(b);
    if (!/[<>=!]/.test(op)) return this.#compute(op, variables.number(a), variables.number(b), line);
    const order = variables.compare(a, b);
    const holds = {
      '<': order < 0,
      '<=': order <= 0,
      '==': order === 0,
      '!=': order !== 0,
      '>': order > 0,
      '>=': order >= 0,
    };
    return Number(holds[op as '<']);
  }

  #compute(op: string, a: number, b: number, line: number): number {
    if ((op === '/' || op === '%') && b === 0 && this.#variables.dialect.dividesStrictly)
      throw new AwkProblem('division', '', line);
    if (op === '+') return a + b;
    if (op === '-') return a - b;
    if (op === '*') return a * b;
    if (op === '/') return a / b;
    return op === '%' ? a % b : a ** b;
  }

  *#getline({ from, source, place }: Of<'getline'>): Task<Value> {
    const { variables, input, streams } = this.#around;
    const separator = (): string => variables.text(variables.get('RS'));
    const record =
      from === 'input' || source === undefined
        ? yield* input.next(separator)
        : yield* streams.read(from, yield* this.text(source), separator());
    if (record === -1) return -1;
    if (record === undefined) return 0;
    if (from !== 'file') variables.count('NR');
    if (from === 'input') variables.count('FNR');
    if (place === undefined) variables.setRecord(record);
    else yield* this.set(place, new Input(record));
    return 1;
  }

  *#callFunction({ name, args, line }: Of<'call'>): Task<Value> {
    const { functions, variables } = this.#around;
    const made = functions.get(name);
    if (made === undefined) throw new AwkProblem('no such function', name, line);
    const frame = new Map<string, Cell>();
    for (const [i, parameter] of made.parameters.entries()) {
      const arg = args[i];
      const cell = arg?.kind === 'name' && arg.name !== 'NF' ? variables.cell(arg.name) : undefined;
      if (cell?.value === undefined && cell !== undefined) frame.set(parameter, new Cell(undefined, cell));
      else frame.set(parameter, new Cell(arg && (yield* this.value(arg))));
    }
    if (++this.#depth > DEPTH) throw new AwkProblem('arguments', `${name}: function call nesting too deep`, line);
    variables.push(frame);
    try {
      return yield* this.#around.run(made);
    } finally {
      variables.pop();
      this.#depth--;
    }
  }

  *#builtin(expression: Of<'builtin'>): Task<Value> {
    const { name, args } = expression;
    const plain = PLAIN_FUNCTIONS[name];
    if (plain !== undefined) return plain(this.#variables, yield* this.values(args), this.#around.call.sys);
    switch (name) {
      case 'length':
        return yield* this.#length(args[0]);
      case 'split':
        return yield* this.#split(args);
      case 'sub':
      case 'gsub':
        return yield* this.#substitute(args, name === 'gsub');
      case 'match':
        return yield* this.#match(args);
      case 'sprintf':
        return yield* this.format(args);
      case 'srand':
        return yield* this.#srand(args[0]);
      case 'system':
        return yield* this.#around.streams.system(yield* this.text(args[0] as Expression));
      default:
        return yield* this.#around.streams.close(yield* this.text(args[0] as Expression));
    }
  }

  *#length(arg: Expression | undefined): Task<Value> {
    if (arg === undefined) return [...this.#variables.whole].length;
    if (arg.kind === 'name' && arg.name !== 'NF') {
      const cell = this.#variables.cell(arg.name);
      if (cell.isArray) return cell.array.size;
    }
    return [...(yield* this.text(arg))].length;
  }

  *#split([text, array, separator]: readonly Expression[]): Task<Value> {
    const source = yield* this.text(text as Expression);
    if (array?.kind !== 'name') throw new AwkProblem('token', '', 1);
    const literal = separator?.kind === 'regex' ? separator.regex : undefined;
    const by = literal ?? (separator ? yield* this.text(separator) : this.#variables.text(this.#variables.get('FS')));
    const parts = splitFields(source, by);
    const target = this.#variables.array(array.name);
    target.clear();
    for (const [i, part] of parts.entries()) target.set(String(i + 1), new Input(part));
    return parts.length;
  }

  *#substitute([pattern, replacement, target]: readonly Expression[], all: boolean): Task<Value> {
    const regex = yield* this.regex(pattern as Expression);
    const by = yield* this.text(replacement as Expression);
    const bare = target?.kind === 'group' ? target.items[0] : target;
    const text = bare === undefined ? this.#variables.whole : yield* this.text(bare);
    const result = substitute(text, regex, by, all);
    if (result.count === 0) return 0;
    if (bare === undefined) this.#variables.setRecord(result.text);
    else if (bare.kind === 'name' || bare.kind === 'element' || bare.kind === 'field')
      yield* this.set(bare, result.text);
    return result.count;
  }

  *#match([text, pattern]: readonly Expression[]): Task<Value> {
    const subject = yield* this.text(text as Expression);
    const regex = yield* this.regex(pattern as Expression);
    regex.lastIndex = 0;
    const found = regex.exec(subject);
    this.#variables.set('RSTART', (found?.index ?? -1) + 1);
    this.#variables.set('RLENGTH', found?.[0].length ?? -1);
    return (found?.index ?? -1) + 1;
  }

  *#srand(arg: Expression | undefined): Task<Value> {
    const before = this.#seed;
    this.#seed = arg ? yield* this.number(arg) : Math.floor(this.#around.call.sys.realtime() / 1_000_000);
    return before;
  }

  /** sprintf(). */
  *format(args: readonly Expression[]): Task<string> {
    const [format, ...values] = yield* this.values(args);
    const variables = this.#variables;
    const pattern = variables.text(format);
    return formatted(pattern, values, {
      number: (value) => variables.number(value),
      text: (value) => variables.text(value),
      odd: variables.dialect.odd,
      missing() {
        if (variables.dialect.printsStrictly) throw new AwkProblem('printf', pattern, 1);
        return undefined;
      },
    });
  }
}
