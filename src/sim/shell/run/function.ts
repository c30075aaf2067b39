import type { Task } from '../../kernel/task.ts';
import type { FunctionDefinition } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';
import { ReturnFromFunction, ShellError } from './control.ts';
import { takeTurn } from './signals.ts';

/** How deep functions may call each other before the simulation's own stack would give out. */
const MAX_CALLS = 120;

const tooDeep = (name: string, calls: number): ShellError =>
  new ShellError(`${name}: maximum function nesting level exceeded (${calls})`, 1);

/** Calls a function with its arguments as `$1` … */
export function* callFunction(
  state: ShellState,
  { body, name }: FunctionDefinition,
  args: readonly string[],
): Task<number> {
  const { positional, loops, callStack } = state;
  if (callStack.length >= MAX_CALLS) throw tooDeep(name, MAX_CALLS);
  state.positional = args;
  state.loops = 0;
  state.callStack = [...callStack, name];
  state.variables.enterFunction();
  try {
    yield* takeTurn(state);
    return yield* state.interpreter.command(state, body);
  } catch (error) {
    if (error instanceof ReturnFromFunction) return error.status;
    throw error instanceof RangeError ? tooDeep(name, callStack.length) : error;
  } finally {
    state.variables.leaveFunction();
    state.callStack = callStack;
    state.positional = positional;
    state.loops = loops;
  }
}
