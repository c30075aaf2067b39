import { lookUp } from './expand/lookup.ts';
import type { Option, ShellState } from './shell-state.ts';

/** The string operators, and those on the shell itself; undefined for others. */
export function testUnary(state: ShellState, operator: string, text: string): boolean | undefined {
  switch (operator) {
    case '-n':
      return text !== '';
    case '-z':
      return text === '';
    case '-v': {
      const value = lookUp(state, text);
      return value.kind === 'list' ? value.values.length > 0 : value.value !== undefined;
    }
    case '-o':
      return state.options.has(text as Option);
    default:
      return undefined;
  }
}
