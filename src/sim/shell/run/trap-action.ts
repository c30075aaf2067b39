import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';

/** `trap … ERR` and DEBUG: functions do not inherit them, nor do they act within themselves. */
export function* runTrap(state: ShellState, name: 'ERR' | 'DEBUG'): Task<void> {
  const { status, traps, callStack } = state;
  const action = callStack.length === 0 ? traps.actions.get(name) : undefined;
  if (action === undefined || action === '') return;
  traps.actions.delete(name);
  try {
    yield* state.interpreter.source(state, action, state.line);
  } finally {
    if (!traps.actions.has(name)) traps.actions.set(name, action);
    state.status = status;
  }
}
