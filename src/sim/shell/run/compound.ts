import type { ArithmeticFor, Case, CompoundList, For, If, Redirected, While, Word } from 'unbash';
import type { Task } from '../../kernel/task.ts';
import { arithmetic } from '../expand/arithmetic-scope.ts';
import { arithmeticText } from '../expand/arithmetic-text.ts';
import { patternRegExp } from '../expand/pattern.ts';
import { expandQuoted, expandToPattern, expandToText, expandWords } from '../expand/word.ts';
import type { ShellState } from '../shell-state.ts';
import { LoopExit, ShellError } from './control.ts';
import { install } from './descriptors.ts';
import { discard } from './redirect.ts';
import { takeTurn } from './signals.ts';
import { plannedOrTold } from './simple.ts';

const list = (state: ShellState, { commands }: CompoundList): Task<number> =>
  state.interpreter.statements(state, commands);

/** A list whose failure is an answer, and no reason for `set -e` to end the shell. */
function* condition(state: ShellState, body: CompoundList): Task<boolean> {
  state.unchecked++;
  try {
    return (yield* list(state, body)) === 0;
  } finally {
    state.unchecked--;
  }
}

export function* ifCommand(state: ShellState, node: If): Task<number> {
  for (const branch of [node, ...node.elif])
    if (yield* condition(state, branch.clause)) return yield* list(state, branch.then);
  return node.else ? yield* list(state, node.else) : 0;
}

/** One turn of a loop; undefined: go on, a number: the loop ends with this status. */
function* turn(state: ShellState, body: CompoundList): Task<{ status: number; ends: boolean }> {
  try {
    return { status: yield* list(state, body), ends: false };
  } catch (error) {
    if (!(error instanceof LoopExit)) throw error;
    if (error.levels > 1) throw new LoopExit(error.how, error.levels - 1);
    return { status: 0, ends: error.how === 'break' };
  }
}

/** Runs `body` with `break` and `continue` allowed in it. */
function* looping(state: ShellState, body: Task<number>): Task<number> {
  state.loops++;
  try {
    return yield* body;
  } finally {
    state.loops--;
  }
}

export const whileCommand = (state: ShellState, { kind, clause, body }: While): Task<number> =>
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
function* turnCondition(
  state: ShellState,
  clause: CompoundList,
): Task<{ holds: boolean; ends: boolean; skips: boolean }> {
  try {
    return { holds: yield* condition(state, clause), ends: false, skips: false };
  } catch (error) {
    if (!(error instanceof LoopExit)) throw error;
    if (error.levels > 1) throw new LoopExit(error.how, error.levels - 1);
    return { holds: true, ends: error.how === 'break', skips: true };
  }
}

export const forCommand = (state: ShellState, { name, wordlist, body }: For): Task<number> =>
  looping(
    state,
    (function* () {
      if (!/^[A-Za-z_]\w*$/.test(name.text)) throw new ShellError(`\`${name.text}': not a valid identifier`, 1);
      const words = wordlist === undefined ? state.positional : yield* expandWords(state, wordlist);
      let status = 0;
      for (const word of words) {
        yield* takeTurn(state);
        state.variables.set(name.text, word);
        const done = yield* turn(state, body);
        status = done.status;
        if (done.ends) break;
      }
      return status;
    })(),
  );

export const arithmeticFor = (state: ShellState, { initialize, test, update, body }: ArithmeticFor): Task<number> =>
  looping(
    state,
    (function* () {
      const evaluate = function* (expression: typeof test): Task<bigint> {
        return expression ? arithmetic(state, yield* expandQuoted(state, arithmeticText(expression))) : 1n;
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
  let falls = false;
  let status = 0;
  for (const item of items) {
    if (!falls && !(yield* matchesAny(state, text, item.pattern))) continue;
    status = yield* list(state, item.body);
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
  const plan = yield* plannedOrTold(state, node);
  if (plan === undefined) return 1;
  const restore = install(state, plan.files);
  discard(state, plan);
  try {
    return yield* state.interpreter.command(state, node.command);
  } finally {
    restore();
  }
}
