import type { Task } from '../../kernel/task.ts';
import { type Builtin, BuiltinError } from '../builtins/builtin.ts';
import { findBuiltin, isSpecial } from '../builtins/table.ts';
import { expandToFields } from '../expand/word.ts';
import { complaint } from '../messages.ts';
import type { Command } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';
import { ReadonlyVariable } from '../variables.ts';
import { assign, assignedValue } from './assign.ts';
import { ShellError } from './control.ts';
import { inherited, install, installForGood } from './descriptors.ts';
import { callFunction } from './function.ts';
import { replaceShell, tellFailure } from './launch.ts';
import { startProgram } from './program.ts';
import { discard, type Plan, planRedirections, RedirectionError } from './redirect.ts';
import { traceAssignments, traceCommand } from './trace.ts';
import { foreground } from './wait.ts';

/** A command line after expansion. */
export interface Expanded {
  readonly words: readonly string[];
  readonly assignments: readonly (readonly [string, string])[];
}

/** Runs a simple command (POSIX 2.9.1) in this shell. */
export function* simpleCommand(state: ShellState, node: Command, text: string): Task<number> {
  state.substituted = undefined;
  state.line = node.line;
  if (!state.trapped) state.command = text;
  const words = yield* commandWords(state, node);
  if (words.length === 0) return yield* assignmentsOnly(state, node);
  state.lastWord = words.at(-1) as string;
  const plan = yield* plannedOrTold(state, node);
  if (plan === undefined) return 1;
  try {
    const values: [string, string][] = [];
    for (const assignment of node.assignments) values.push([assignment.name, yield* assignedValue(state, assignment)]);
    yield* traceCommand(state, values, words);
    return yield* runExpanded(state, { words, assignments: values }, plan, text);
  } finally {
    discard(state, plan);
  }
}

/** The words of a command; assignments among the arguments of `export` and the like are not split. */
export function* commandWords(state: ShellState, node: Command): Task<string[]> {
  const words: string[] = [];
  for (const item of node.words) {
    if (item.type === 'Word') words.push(...(yield* expandToFields(state, item)));
    else if (!('parts' in item.value)) {
      declareArray(state, item.name, words);
      yield* assign(state, item);
      words.push(item.name);
    } else words.push(`${item.name}=${yield* assignedValue(state, item)}`);
  }
  return words;
}

/** `local a=(…)` and `declare -A a=(…)` say what the array is before it is filled. */
function declareArray({ variables }: ShellState, name: string, [builtin = '', ...flags]: readonly string[]): void {
  if (!['declare', 'local', 'typeset'].includes(builtin)) return;
  if (variables.inFunction && !flags.some((flag) => /^-\w*g/.test(flag))) variables.local(name);
  if (flags.some((flag) => /^-\w*A/.test(flag))) variables.mark(name, 'associative');
}

function* assignmentsOnly(state: ShellState, node: Command): Task<number> {
  const { assignments } = node;
  const plan = yield* plannedOrTold(state, node);
  if (plan === undefined) return 1;
  discard(state, plan);
  try {
    for (const assignment of assignments) yield* assign(state, assignment);
    if (assignments.length > 0) yield* traceAssignments(state, assignments);
  } catch (error) {
    throw asShellError(state, error);
  }
  return state.substituted ?? 0;
}

/** Opens the redirections; undefined, and the reason told, when one fails. */
export function* plannedOrTold(
  state: ShellState,
  { redirections }: Pick<Command, 'redirections'>,
): Task<Plan | undefined> {
  try {
    return yield* planRedirections(state, redirections, inherited(state));
  } catch (error) {
    if (!(error instanceof RedirectionError)) throw error;
    yield* state.sys.write(2, complaint(state, error.message));
    return undefined;
  }
}

function asShellError(state: ShellState, error: unknown): unknown {
  if (!(error instanceof ReadonlyVariable)) return error;
  return state.dialect === 'ash'
    ? new ShellError(`${error.variable}: is read only`, 2)
    : new ShellError(`${error.variable}: readonly variable`, 1);
}

/** Runs expanded words with the files of `plan`: a function, a builtin or a program. */
export function* runExpanded(
  state: ShellState,
  { words, assignments }: Expanded,
  plan: Plan,
  text: string,
  plain = false,
): Task<number> {
  const name = words[0] as string;
  const body = plain ? undefined : state.functions.get(name);
  const builtin = findBuiltin(state.dialect, name);
  const last = state.execsLast && state.traps.actions.size === 0 && body === undefined && builtin === undefined;
  state.execsLast = false;
  if (last || (builtin && name === 'exec')) installForGood(state, plan.files);
  let undo: () => void;
  try {
    undo = state.variables.temporarily(assignments);
  } catch (error) {
    throw asShellError(state, error);
  }
  try {
    if (last) return yield* tellFailure(state, replaceShell(state, words), 2);
    if (body === undefined && builtin === undefined) {
      const job = yield* startProgram(state, words, plan.files, text);
      discard(state, plan);
      return typeof job === 'number' ? job : yield* foreground(state, job);
    }
    const restore = name === 'exec' && !body ? () => {} : install(state, plan.files);
    try {
      if (body) return yield* callFunction(state, body, words.slice(1));
      return yield* callBuiltin(state, builtin as Builtin, words);
    } finally {
      restore();
    }
  } finally {
    undo();
  }
}

/** Runs a builtin and tells of its errors. */
function* callBuiltin(state: ShellState, builtin: Builtin, words: readonly string[]): Task<number> {
  const [name = '', ...args] = words;
  try {
    return yield* builtin(state, args);
  } catch (error) {
    const told = error instanceof ReadonlyVariable ? readonlyInBuiltin(state, error) : error;
    if (!(told instanceof BuiltinError)) throw error;
    yield* state.sys.write(2, told.bare ? told.message : complaint(state, told.message, name));
    // `set -o nosuch` is told of and raises nothing (ash.c, options).
    if (state.dialect === 'ash' && isSpecial(name) && !(name === 'set' && told.status === 1))
      throw new ShellError('', told.status);
    return told.status;
  }
}

const readonlyInBuiltin = (state: ShellState, { variable }: ReadonlyVariable): BuiltinError =>
  state.dialect === 'ash'
    ? new BuiltinError(`${variable}: is read only`, 2)
    : new BuiltinError(`${variable}: readonly variable`, 1);
