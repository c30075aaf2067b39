import type { Task } from '../../kernel/task.ts';
import { arithmetic } from '../expand/arithmetic-scope.ts';
import { expandToText, expandWords } from '../expand/word.ts';
import type { Assignment } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';

/** The value of a plain assignment, expanded; `+=` appends. */
export function* assignedValue(state: ShellState, assignment: Assignment): Task<string> {
  const { value, append, name } = assignment;
  const text = 'parts' in value ? yield* expandToText(state, value, true) : '';
  return append ? (state.variables.get(name) ?? '') + text : text;
}

/** Carries an assignment out, arrays included. Throws `ReadonlyVariable`. */
export function* assign(state: ShellState, assignment: Assignment): Task<void> {
  const { name, value, index, append } = assignment;
  if (!('parts' in value)) {
    const elements = append ? new Map(state.variables.find(name)?.elements) : new Map<number, string>();
    let next = elements.size === 0 ? 0 : Math.max(...elements.keys()) + 1;
    for (const item of yield* expandWords(state, value)) elements.set(next++, item);
    state.variables.setElements(name, elements);
  } else if (index !== undefined) {
    const at = Number(arithmetic(state, yield* expandToText(state, index)));
    const old = append ? (state.variables.find(name)?.elements?.get(at) ?? '') : '';
    state.variables.setElement(name, at, old + (yield* expandToText(state, value, true)));
  } else {
    state.variables.set(name, yield* assignedValue(state, assignment), state.options.has('allexport'));
  }
}
