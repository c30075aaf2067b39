import { MILLISECOND } from '../../../kernel/clock.ts';
import { isErrno } from '../../../kernel/errno.ts';
import type { Task } from '../../../kernel/task.ts';
import type { Call } from '../../call.ts';
import type { AwkFunction, Expression, Program, Rule, Statement } from './ast.ts';
import { Evaluator } from './evaluator.ts';
import { AwkProblem } from './fault.ts';
import { MainInput, type MainInputActions } from './main-input.ts';
import { Streams } from './streams.ts';
import { Input, type Value } from './value.ts';
import { type AwkDialect, Variables } from './variables.ts';

/** How a statement ended. */
type End = 'done' | 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return';

/** After so many turns of loops some time passes, so that others may run, and ^C come in. */
const TURNS = 1000;

export interface InterpreterSettings extends Pick<MainInputActions, 'cannotOpen'> {
  readonly dialect: AwkDialect;
  readonly operands: readonly string[];
  readonly cannotWrite: MainInputActions['cannotOpen'];
}

/** Runs a program over its input. */
export class Interpreter {
  readonly variables: Variables;
  readonly #call: Call;
  readonly #program: Program;
  readonly #streams: Streams;
  readonly #evaluator: Evaluator;
  readonly #input: MainInput;
  readonly #settings: InterpreterSettings;
  readonly #inRange = new Set<Rule>();
  #result: Value;
  #status = 0;
  #turns = 0;

  constructor(call: Call, program: Program, settings: InterpreterSettings) {
    const variables = new Variables(settings.dialect);
    this.variables = variables;
    this.#call = call;
    this.#program = program;
    this.#settings = settings;
    this.#streams = new Streams(call.sys);
    this.#input = new MainInput(call.sys, settings.operands, {
      assign: (name, text) => variables.set(name, new Input(text)),
      began(path) {
        variables.set('FILENAME', path);
        variables.set('FNR', 0);
      },
      cannotOpen: settings.cannotOpen,
    });
    this.#evaluator = new Evaluator({
      ...{ call, variables, streams: this.#streams, input: this.#input, functions: program.functions },
      run: (made) => this.#function(made),
    });
    this.#fillArrays(settings.operands);
  }

  #fillArrays(operands: readonly string[]): void {
    const { variables } = this;
    for (const [name, value] of this.#call.sys.env) variables.array('ENVIRON').set(name, new Input(value));
    for (const [i, word] of ['awk', ...operands].entries()) variables.array('ARGV').set(String(i), new Input(word));
    variables.set('ARGC', operands.length + 1);
  }

  *run(): Task<number> {
    const { begin, rules, end, functions, calls, lastLine } = this.#program;
    const absent = calls.find((name) => !functions.has(name));
    if (absent !== undefined && this.variables.dialect.knowsFunctions)
      throw new AwkProblem('no such function', absent, lastLine);
    const ended = yield* this.#sequence(begin);
    if (ended !== 'exit' && (rules.length > 0 || end.length > 0)) yield* this.#records();
    // `exit` outside END still runs the END actions.
    yield* this.#sequence(end);
    yield* this.#streams.closeAll();
    return this.#status;
  }

  *#records(): Task<End> {
    const { variables } = this;
    for (;;) {
      const record = yield* this.#input.next(() => variables.text(variables.get('RS')));
      if (record === undefined) return 'done';
      variables.setRecord(record);
      variables.count('NR');
      variables.count('FNR');
      const ended = yield* this.#rules();
      if (ended === 'exit') return ended;
      if (ended === 'nextfile') this.#input.skipFile();
    }
  }

  *#rules(): Task<End> {
    for (const rule of this.#program.rules) {
      if (!(yield* this.#selected(rule))) continue;
      const ended = rule.action ? yield* this.#execute(rule.action) : yield* this.#printAll();
      if (ended !== 'done') return ended;
    }
    return 'done';
  }

  *#printAll(): Task<End> {
    yield* this.#call.print(this.variables.whole + this.variables.text(this.variables.get('ORS')));
    return 'done';
  }

  *#selected(rule: Rule): Task<boolean> {
    const { from, to } = rule;
    if (from === undefined) return true;
    if (to === undefined) return yield* this.#evaluator.truth(from);
    if (!this.#inRange.has(rule)) {
      if (!(yield* this.#evaluator.truth(from))) return false;
      this.#inRange.add(rule);
    }
    if (yield* this.#evaluator.truth(to)) this.#inRange.delete(rule);
    return true;
  }

  *#function({ body }: AwkFunction): Task<Value> {
    this.#result = undefined;
    const ended = yield* this.#execute(body);
    if (ended === 'exit' || ended === 'next' || ended === 'nextfile') throw new Unwinding(ended);
    const result = this.#result;
    this.#result = undefined;
    return result;
  }

  *#sequence(statements: readonly Statement[]): Task<End> {
    for (const statement of statements) {
      const ended = yield* this.#execute(statement);
      if (ended !== 'done') return ended;
    }
    return 'done';
  }

  /** Runs a statement; a `next` or `exit` deep in a function ends all that is around the call. */
  *#execute(statement: Statement): Task<End> {
    try {
      return yield* this.#statement(statement);
    } catch (error) {
      if (error instanceof Unwinding) return error.end;
      throw error;
    }
  }

  *#statement(statement: Statement): Task<End> {
    switch (statement.kind) {
      case 'expression':
        yield* this.#evaluator.value(statement.expression);
        return 'done';
      case 'print':
      case 'printf':
        yield* this.#print(statement);
        return 'done';
      case 'block':
        return yield* this.#sequence(statement.body);
      case 'if': {
        const branch = (yield* this.#evaluator.truth(statement.test)) ? statement.yes : statement.no;
        return branch ? yield* this.#statement(branch) : 'done';
      }
      case 'while':
        return yield* this.#loop(statement.body, { test: statement.test });
      case 'do':
        return yield* this.#loop(statement.body, { test: statement.test, first: true });
      case 'for':
        if (statement.start) yield* this.#statement(statement.start);
        return yield* this.#loop(statement.body, statement);
      case 'each':
        return yield* this.#each(statement);
      case 'delete':
        yield* this.#delete(statement);
        return 'done';
      case 'exit':
        if (statement.value) this.#status = (yield* this.#evaluator.number(statement.value)) & 255;
        return 'exit';
      case 'return':
        this.#result = statement.value && (yield* this.#evaluator.value(statement.value));
        return 'return';
      default:
        return statement.kind;
    }
  }

  *#turn(body: Statement): Task<End> {
    if (++this.#turns % TURNS === 0) yield* this.#call.sys.sleep(MILLISECOND);
    return yield* this.#statement(body);
  }

  *#loop(body: Statement, { test, step, first }: { test?: Expression; step?: Statement; first?: boolean }): Task<End> {
    for (let unasked = first; unasked || test === undefined || (yield* this.#evaluator.truth(test)); unasked = false) {
      const ended = yield* this.#turn(body);
      if (ended === 'break') break;
      if (ended !== 'done' && ended !== 'continue') return ended;
      if (step) yield* this.#statement(step);
    }
    return 'done';
  }

  *#each({ name, array, body }: Extract<Statement, { kind: 'each' }>): Task<End> {
    const elements = this.variables.array(array);
    for (const key of this.variables.dialect.order([...elements.keys()])) {
      this.variables.set(name, new Input(key));
      const ended = yield* this.#turn(body);
      if (ended === 'break') break;
      if (ended !== 'done' && ended !== 'continue') return ended;
    }
    return 'done';
  }

  *#delete({ array, keys }: Extract<Statement, { kind: 'delete' }>): Task<void> {
    const elements = this.variables.array(array);
    if (keys === undefined) elements.clear();
    else elements.delete(yield* this.#evaluator.key(keys));
  }

  *#print({ kind, args, to }: Extract<Statement, { kind: 'print' | 'printf' }>): Task<void> {
    const text = kind === 'printf' ? yield* this.#evaluator.format(args) : yield* this.#line(args);
    if (to === undefined) return yield* this.#call.print(text);
    const target = yield* this.#evaluator.text(to.target);
    try {
      yield* this.#streams.write(to.kind, target, text);
    } catch (error) {
      throw isErrno(error) && error.code !== 'EPIPE' ? this.#settings.cannotWrite(target, error.message) : error;
    }
  }

  *#line(args: readonly Expression[]): Task<string> {
    const { variables } = this;
    const values = yield* this.#evaluator.values(args);
    const end = variables.text(variables.get('ORS'));
    if (args.length === 0) return variables.whole + end;
    return values.map((value) => variables.printed(value)).join(variables.text(variables.get('OFS'))) + end;
  }
}

/** Takes a `next`, `nextfile` or `exit` out of a function. */
class Unwinding extends Error {
  readonly end: End;

  constructor(end: End) {
    super(end);
    this.end = end;
  }
}
