import type { Task } from '../../kernel/task.ts';
import { arithmetic } from '../expand/arithmetic-scope.ts';
import { expandToText, expandWords } from '../expand/word.ts';
import type { Assignment, Word } from '../parse/ast.ts';
import type { ShellState } from '../shell-state.ts';

/** The value of a plain assignment, expanded; `+=` appends, or adds to an integer. */
export function* assignedValue(state: ShellState, assignment: Assignment): Task<string> {
  const { value, append, name } = assignment;
  const text = 'parts' in value ? yield* expandToText(state, value, true) : '';
  const { value: old = '', integer = false } = state.variables.find(name) ?? {};
  if (integer) return String(arithmetic(state, append ? `${old || 0}+(${text})` : text || '0'));
  return append ? old + text : text;
}

/** What stands in an array's brackets: a word for associative ones, arithmetic for the others. */
function* elementKey(state: ShellState, name: string, index: Word): Task<number | string> {
  const text = yield* expandToText(state, index);
  if (state.variables.find(name)?.associative) return text;
  const at = Number(arithmetic(state, text));
  if (at >= 0) return at;
  return Math.max(-1, ...[...(state.variables.find(name)?.elements?.keys() ?? [])].map(Number)) + 1 + at;
}

/** Carries an assignment out, arrays included. Throws `ReadonlyVariable`. */
export function* assign(state: ShellState, assignment: Assignment): Task<void> {
  const { name, value, index, append } = assignment;
  const variable = state.variables.find(name);
  if (!('parts' in value)) {
    const old = append
      ? (variable?.elements ?? new Map(variable?.value === undefined ? [] : [[0, variable.value]]))
      : [];
    state.variables.setElements(name, yield* listed(state, name, value, new Map(old)));
  } else if (index !== undefined) {
    const key = yield* elementKey(state, name, index);
    const old = append ? (variable?.elements?.get(key) ?? '') : '';
    state.variables.setElement(name, key, old + (yield* expandToText(state, value, true)));
  } else {
    state.variables.set(name, yield* assignedValue(state, assignment), state.options.has('allexport'));
  }
}

/** The elements of `(a b [7]=c)`, after those that are there. */
function* listed(
  state: ShellState,
  name: string,
  items: readonly Word[],
  elements: Map<number | string, string>,
): Task<Map<number | string, string>> {
  const associative = state.variables.find(name)?.associative;
  let next = Math.max(-1, ...[...elements.keys()].map(Number)) + 1;
  for (const item of items) {
    const keyed = item.text.startsWith('[') && /\]\+?=/.test(item.text);
    const [, key, text] = (keyed && /^\[([^\]]*)\]=(.*)$/s.exec(yield* expandToText(state, item))) || [];
    if (key !== undefined && text !== undefined) {
      const at = associative ? key : Number(arithmetic(state, key));
      elements.set(at, text);
      if (typeof at === 'number') next = at + 1;
    } else for (const word of yield* expandWords(state, [item])) elements.set(next++, word);
  }
  return elements;
}
