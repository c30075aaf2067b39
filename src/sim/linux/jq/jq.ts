import { isErrno } from '../../kernel/errno.ts';
import type { Task } from '../../kernel/task.ts';
import { type Call, defineProgram, Failure } from '../call.ts';
import { type JqArguments, readArguments } from './arguments.ts';
import type { Filter } from './ast.ts';
import { undefinedNames } from './check.ts';
import { Evaluator } from './evaluate.ts';
import { JsonProblem } from './json-reader.ts';
import { JsonWriter } from './json-writer.ts';
import { parse, parseDefinitions } from './parse.ts';
import { PRELUDE } from './prelude.ts';
import { Scope } from './scope.ts';
import { Source } from './source.ts';
import { JqProblem } from './token-stream.ts';
import { isTrue, JqError, type Json } from './value.ts';

const STATUS = { compile: 3, noOutput: 4, error: 5 } as const;

let prelude: ReturnType<typeof parseDefinitions> | undefined;

/** The scope that every program begins in: jq's own functions, and the variables of the command line. */
function outerScope(call: Call, { named, positional }: JqArguments): { scope: Scope; names: Set<string> } {
  prelude ??= parseDefinitions(PRELUDE);
  const all = new Map<string, Json>([
    ['positional', positional],
    ['named', named],
  ]);
  const variables = new Map<string, Json>([...named, ['ENV', new Map<string, Json>(call.sys.env)], ['ARGS', all]]);
  const names = new Set(prelude.map(({ name, parameters }) => `${name}/${parameters.length}`));
  let scope = new Scope();
  for (const [name, value] of variables) {
    scope = scope.bind(name, value);
    names.add(`$${name}`);
  }
  for (const definition of prelude) scope = scope.define(definition);
  return { scope, names };
}

/** Where in a program something is wrong, with a line under it. */
function explained(text: string, { message, start, end }: JqProblem): string {
  const before = text.slice(0, start).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const line = text.split('\n')[before.length - 1] ?? '';
  const marks = `${' '.repeat(column - 1)}${'^'.repeat(Math.max(1, end - start))}`;
  return `jq: error: ${message} at <top-level>, line ${before.length}, column ${column}:\n    ${line}\n    ${marks}\n`;
}

/** Reads the program; complains of all that is wrong with it. */
function* compile(call: Call, text: string, names: ReadonlySet<string>): Task<Filter | undefined> {
  let problems: readonly JqProblem[];
  try {
    const filter = parse(text);
    problems = undefinedNames(filter, names);
    if (problems.length === 0) return filter;
  } catch (error) {
    if (!(error instanceof JqProblem)) throw error;
    problems = error.also ? [error, error.also] : [error];
  }
  const count = problems.length === 1 ? '1 compile error' : `${problems.length} compile errors`;
  yield* call.sys.write(2, `${problems.map((problem) => explained(text, problem)).join('')}jq: ${count}\n`);
  return undefined;
}

/** One run over all inputs. */
class Run {
  readonly #call: Call;
  readonly #source: Source;
  readonly #evaluator: Evaluator;
  readonly #flags: ReadonlySet<string>;
  readonly #writer: JsonWriter;
  readonly #asksForInput: boolean;
  #last: Json | undefined;
  #status = 0;

  constructor(call: Call, given: JqArguments) {
    const { flags } = given;
    const { sys } = call;
    this.#call = call;
    this.#flags = flags;
    this.#asksForInput = /\binputs?\b/.test(given.filter ?? '');
    this.#source = new Source(call, given);
    this.#evaluator = new Evaluator(
      () => this.#source.take(),
      () => sys.realtime() / 1_000_000,
    );
    const onTerminal = sys.isatty(1) && !sys.env.get('NO_COLOR');
    this.#writer = new JsonWriter({
      indent:
        flags.has('compact-output') || given.indent === 0
          ? undefined
          : flags.has('tab') || given.indent < 0
            ? '\t'
            : ' '.repeat(given.indent),
      sorted: flags.has('sort-keys'),
      colours: flags.has('color-output') || (onTerminal && !flags.has('monochrome-output')),
    });
  }

  *run(filter: Filter, scope: Scope): Task<number> {
    try {
      if (this.#flags.has('null-input')) {
        if (this.#asksForInput) yield* this.#source.readAll();
        yield* this.#one(filter, null, scope);
      } else
        for (let value = yield* this.#source.next(); value !== undefined; value = yield* this.#source.next())
          yield* this.#one(filter, value, scope);
    } catch (error) {
      if (!(error instanceof JsonProblem)) throw error;
      yield* this.#call.warn(`parse error: ${error.message}`);
      return STATUS.error;
    }
    if (this.#status !== 0 || !this.#flags.has('exit-status')) return this.#status || this.#source.status;
    return this.#last === undefined ? STATUS.noOutput : isTrue(this.#last) ? 0 : 1;
  }

  *#one(filter: Filter, value: Json, scope: Scope): Task<void> {
    this.#status = 0;
    try {
      for (const result of this.#evaluator.values(filter, value, scope)) {
        this.#last = result;
        yield* this.#print(result);
      }
    } catch (error) {
      if (!(error instanceof JqError)) throw error;
      this.#status = STATUS.error;
      const separator = typeof error.value === 'string' ? ': ' : ' ';
      yield* this.#call.warn(`error (at ${this.#source.place})${separator}${error.message}`);
    }
  }

  *#print(value: Json): Task<void> {
    const joined = this.#flags.has('join-output');
    const raw = joined || this.#flags.has('raw-output') || this.#flags.has('raw-output0');
    const end = joined ? '' : this.#flags.has('raw-output0') ? '\0' : '\n';
    yield* this.#call.print(`${raw && typeof value === 'string' ? value : this.#writer.write(value)}${end}`);
  }
}

/** jq: takes JSON apart and puts it together. */
export const jq = defineProgram(
  {
    literal: true,
    *run(call) {
      const given = yield* readArguments(call.sys);
      if (given.flags.has('version')) {
        yield* call.print('jq-1.8.2\n');
        return 0;
      }
      const { scope, names } = outerScope(call, given);
      const filter = yield* compile(call, given.filter ?? '.', names);
      if (filter === undefined) return STATUS.compile;
      try {
        return yield* new Run(call, given).run(filter, scope);
      } catch (error) {
        if (isErrno(error, 'EPIPE')) throw error;
        if (isErrno(error)) throw new Failure(error.message, 2);
        throw error;
      }
    },
  },
  function* () {
    return 2;
  },
);
