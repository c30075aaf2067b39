import type { Task } from '../../kernel/task.ts';
import { arithmetic } from '../expand/arithmetic-scope.ts';
import { patternRegExp } from '../expand/pattern.ts';
import { expandToPattern, expandToText, expandWords } from '../expand/word.ts';
import type { ArithmeticFor, Case, For, If, List, Redirected, While, Word } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';
import { LoopExit, ShellError } from './control.ts';
import { install } from './descriptors.ts';
import { discard } from './redirect.ts';
import { takeTurn } from './signals.ts';
import { plannedOrTold } from './simple.ts';
import { traceHead } from './trace.ts';
import { conditionTrap } from './trap-action.ts';

/** An expression of `((…))`, which `set -x` shows. */
export function* tracedArithmetic(state: ShellState, expression: Word): Task<bigint> {
  const text = yield* expandToText(state, expression);
  yield* traceHead(state, `(( ${text} ))`);
  return arithmetic(state, text);
}

const run = (state: ShellState, list: List): Task<number> => state.interpreter.statements(state, list);

/** A list whose failure is an answer, and no reason for `set -e` to end the shell. */
function* condition(state: ShellState, body: List): Task<boolean> {
  state.unchecked++;
  try {
    return (yield* run(state, body)) === 0;
  } finally {
    state.unchecked--;
  }
}

export function* ifCommand(state: ShellState, node: If): Task<number> {
  for (const branch of node.branches)
    if (yield* condition(state, branch.condition)) return yield* run(state, branch.body);
  return node.otherwise ? yield* run(state, node.otherwise) : 0;
}

/** One turn of a loop; undefined: go on, a number: the loop ends with this status. */
export function* turn(state: ShellState, body: List): Task<{ status: number; ends: boolean }> {
  try {
    return { status: yield* run(state, body), ends: false };
  } catch (error) {
    if (!(error instanceof LoopExit)) throw error;
    if (error.levels > 1) throw new LoopExit(error.how, error.levels - 1);
    return { status: 0, ends: error.how === 'break' };
  }
}

/** Runs `body` with `break` and `continue` allowed in it. */
export function* looping(state: ShellState, body: Task<number>): Task<number> {
  state.loops++;
  try {
    return yield* body;
  } finally {
    state.loops--;
  }
}

export const whileCommand = (state: ShellState, { kind, condition: clause, body }: While): Task<number> =>
  looping(
    state,
    (function* () {
      let status = 0;
      for (;;) {
        yield* takeTurn(state);
        const test = yield* turnCondition(state, clause);
        if (test.ends || test.holds !== (kind === 'while')) return status;
        if (test.skips) continue;
        const done = yield* turn(state, body);
        status = done.status;
        if (done.ends) return status;
      }
    })(),
  );

/** A `while`'s condition, in which `break` and `continue` count too. */
function* turnCondition(state: ShellState, clause: List): Task<{ holds: boolean; ends: boolean; skips: boolean }> {
  try {
    return { holds: yield* condition(state, clause), ends: false, skips: false };
  } catch (error) {
    if (!(error instanceof LoopExit)) throw error;
    if (error.levels > 1) throw new LoopExit(error.how, error.levels - 1);
    return { holds: true, ends: error.how === 'break', skips: true };
  }
}

export const forCommand = (state: ShellState, node: For): Task<number> =>
  looping(
    state,
    (function* () {
      const { name, words: wordlist, body } = node;
      if (!/^[A-Za-z_]\w*$/.test(name)) throw new ShellError(`\`${name}': not a valid identifier`, 1);
      const words = wordlist === undefined ? state.positional : yield* expandWords(state, wordlist);
      let status = 0;
      for (const word of words) {
        yield* takeTurn(state);
        yield* traceHead(state, loopHead(node));
        yield* conditionTrap(state, 'DEBUG');
        state.variables.set(name, word);
        const done = yield* turn(state, body);
        status = done.status;
        if (done.ends) break;
      }
      return status;
    })(),
  );

/** `for i in a b`, as `set -x` shows it at each turn. */
export const loopHead = ({ type, name, words }: For): string =>
  `${type === 'For' ? 'for' : 'select'} ${name} in ${words === undefined ? '"$@"' : words.map(({ text }) => text).join(' ')}`;

export const arithmeticFor = (state: ShellState, { initialize, test, update, body }: ArithmeticFor): Task<number> =>
  looping(
    state,
    (function* () {
      const evaluate = function* (expression: typeof test): Task<bigint> {
        return expression ? yield* tracedArithmetic(state, expression) : 1n;
      };
      yield* evaluate(initialize);
      let status = 0;
      while ((yield* evaluate(test)) !== 0n) {
        yield* takeTurn(state);
        const done = yield* turn(state, body);
        status = done.status;
        if (done.ends) break;
        yield* evaluate(update);
      }
      return status;
    })(),
  );

export function* caseCommand(state: ShellState, { word, items }: Case): Task<number> {
  const text = yield* expandToText(state, word);
  yield* traceHead(state, `case ${word.text} in`);
  let falls = false;
  let status = 0;
  for (const item of items) {
    if (!falls && !(yield* matchesAny(state, text, item.patterns))) continue;
    status = yield* run(state, item.body);
    if (item.terminator !== ';&' && item.terminator !== ';;&') return status;
    falls = item.terminator === ';&';
  }
  return status;
}

function* matchesAny(state: ShellState, text: string, patterns: readonly Word[]): Task<boolean> {
  for (const pattern of patterns) {
    const field = yield* expandToPattern(state, pattern);
    if (patternRegExp(field, { extglob: state.dialect === 'bash' }).test(text)) return true;
  }
  return false;
}

export function* redirected(state: ShellState, node: Redirected): Task<number> {
  const { line } = state;
  if (state.dialect === 'bash') state.line = node.line;
  const plan = yield* plannedOrTold(state, node);
  state.line = line;
  state.unopened = plan === undefined;
  if (plan === undefined) return 1;
  const restore = install(state, plan.files);
  discard(state, plan);
  try {
    return yield* state.interpreter.command(state, node.command);
  } finally {
    restore();
  }
}
