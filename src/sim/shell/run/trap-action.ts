import type { Task } from '../../kernel/task.ts';
import type { ShellState } from '../shell-state.ts';
import { runTrap } from './signals.ts';

/** `trap … ERR` and DEBUG: functions do not inherit them, nor do they act within themselves. */
export function* conditionTrap(state: ShellState, name: 'ERR' | 'DEBUG'): Task<void> {
  const { status, traps, callStack } = state;
  const action = callStack.length === 0 ? traps.actions.get(name) : undefined;
  if (action === undefined || action === '') return;
  traps.actions.delete(name);
  try {
    yield* runTrap(state, action);
  } finally {
    if (!traps.actions.has(name)) traps.actions.set(name, action);
    state.status = status;
  }
}
