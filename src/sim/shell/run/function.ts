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
  const { positional, loops, callStack, optionPlace, variables } = state;
  const told = variables.get('OPTIND') ?? '1';
  if (callStack.length >= MAX_CALLS) throw tooDeep(name, MAX_CALLS);
  state.positional = args;
  state.loops = 0;
  // ash's functions have their own place among the options (ash.c, evalfun).
  if (state.dialect === 'ash') state.optionPlace = { index: 1, letter: 1, told };
  state.callStack = [...callStack, name];
  variables.enterFunction();
  try {
    yield* takeTurn(state);
    return yield* state.interpreter.command(state, body);
  } catch (error) {
    if (error instanceof ReturnFromFunction) return error.status;
    throw error instanceof RangeError ? tooDeep(name, callStack.length) : error;
  } finally {
    variables.leaveFunction();
    state.callStack = callStack;
    state.positional = positional;
    state.loops = loops;
    if (state.dialect === 'ash') state.optionPlace = { ...optionPlace, told: variables.get('OPTIND') ?? '1' };
  }
}
