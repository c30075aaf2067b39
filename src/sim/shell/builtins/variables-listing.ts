import { quoteAlways } from '../quote.ts';
import type { ShellState } from '../shell-state.ts';
import type { Variable } from '../variables.ts';

const sorted = (state: ShellState): [string, Variable][] =>
  state.variables.entries().sort(([a], [b]) => (a < b ? -1 : 1));

/** What `export -p`, `readonly -p` print: the variables that `wanted` picks, by name. */
export function declarations(
  state: ShellState,
  word: 'export' | 'readonly',
  wanted: (variable: Variable) => boolean,
): string {
  return sorted(state)
    .filter(([, variable]) => wanted(variable))
    .map(([name, variable]) => {
      const { value } = variable;
      if (state.dialect === 'ash') return `${word} ${name}${value === undefined ? '' : `=${quoteAlways(value)}`}\n`;
      const letters =
        `${variable.elements ? 'a' : ''}${variable.readonly ? 'r' : ''}${variable.exported ? 'x' : ''}` || '-';
      const quoted = value === undefined ? '' : `="${value.replace(/["\\$`]/g, '\\$&')}"`;
      return `declare -${letters} ${name}${quoted}\n`;
    })
    .join('');
}

/** What `set` prints without arguments. */
export function assignments(state: ShellState): string {
  const quote = (text: string): string =>
    state.dialect === 'ash' || !/^[\w@%+=:,./-]*$/.test(text) ? quoteAlways(text) : text;
  return sorted(state)
    .filter(([, { value }]) => value !== undefined)
    .map(([name, { value, elements }]) => {
      if (!elements) return `${name}=${quote(value as string)}\n`;
      const items = [...elements].map(([index, item]) => `[${index}]="${item}"`);
      return `${name}=(${items.join(' ')})\n`;
    })
    .join('');
}
