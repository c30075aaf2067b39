import { quoteAlways } from '../quote.ts';
import type { ShellState } from '../shell-state.ts';
import { elementsOf, type Variable } from '../variables.ts';

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
    .map(([name, variable]) => declaration(state, word, name, variable))
    .join('');
}

const inQuotes = (text: string): string => `"${text.replace(/["\\$`]/g, '\\$&')}"`;

/** One variable as a command that would make it. */
export function declaration(state: ShellState, word: 'export' | 'readonly', name: string, variable: Variable): string {
  const { value, elements, associative } = variable;
  if (state.dialect === 'ash') return `${word} ${name}${value === undefined ? '' : `=${quoteAlways(value)}`}\n`;
  const array = elements ? (associative ? 'A' : 'a') : '';
  const letters =
    `${array}${variable.integer ? 'i' : ''}${variable.readonly ? 'r' : ''}${variable.exported ? 'x' : ''}${{ upper: 'u', lower: 'l' }[variable.letters as 'upper'] ?? ''}` ||
    '-';
  return `declare -${letters} ${name}${elements ? `=${arrayText(variable)}` : value === undefined ? '' : `=${inQuotes(value)}`}\n`;
}

function arrayText(variable: Variable): string {
  const items = elementsOf(variable).map(([index, item]) => `[${index}]=${inQuotes(item)}`);
  return `(${items.join(' ')}${variable.associative && items.length > 0 ? ' ' : ''})`;
}

/** What `set` prints without arguments. */
export function assignments(state: ShellState): string {
  const quote = (text: string): string =>
    state.dialect === 'ash' || !/^[\w@%+=:,./-]*$/.test(text) ? quoteAlways(text) : text;
  return sorted(state)
    .filter(([, { value, elements }]) => value !== undefined || elements !== undefined)
    .map(([name, variable]) =>
      variable.elements ? `${name}=${arrayText(variable)}\n` : `${name}=${quote(variable.value as string)}\n`,
    )
    .join('');
}
