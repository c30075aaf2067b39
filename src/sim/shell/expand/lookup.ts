import type { ShellState } from '../shell-state.ts';

/** What a parameter stands for: one value or none, or several (`$@`, `$*`, `${a[@]}`). */
export type ParameterValue =
  | { readonly kind: 'scalar'; readonly value: string | undefined }
  | { readonly kind: 'list'; readonly values: readonly string[]; readonly joined: boolean };

const scalar = (value: string | undefined): ParameterValue => ({ kind: 'scalar', value });

const OPTION_LETTERS: readonly (readonly [string, string])[] = [
  ['allexport', 'a'],
  ['errexit', 'e'],
  ['noglob', 'f'],
  ['monitor', 'm'],
  ['noexec', 'n'],
  ['nounset', 'u'],
  ['verbose', 'v'],
  ['xtrace', 'x'],
  ['noclobber', 'C'],
];

/** `$-`, each shell's letters in its own order. */
function optionFlags(state: ShellState): string {
  const set = OPTION_LETTERS.filter(([option]) => state.options.has(option as never)).map(([, letter]) => letter);
  if (state.dialect === 'ash') return (state.options.has('nounset') ? 'u' : '') + (state.interactive ? 'smi' : '');
  const letters = ['h', 'B', ...set, ...(state.interactive ? ['i', 'H', 's'] : ['c'])];
  const order = 'abefhkmnptuvxBCEHTcis';
  const hashed = letters.sort((a, b) => order.indexOf(a) - order.indexOf(b)).join('');
  return state.interactive ? hashed.replace('is', '').replace('h', 'hi') + (hashed.endsWith('s') ? 's' : '') : hashed;
}

function special(name: string, state: ShellState): ParameterValue | undefined {
  switch (name) {
    case '@':
    case '*':
      return { kind: 'list', values: state.positional, joined: name === '*' };
    case '#':
      return scalar(String(state.positional.length));
    case '?':
      return scalar(String(state.status));
    case '$':
      return scalar(String(state.shellPid));
    case '!':
      return scalar(
        state.lastBackground === undefined ? (state.dialect === 'ash' ? '' : undefined) : String(state.lastBackground),
      );
    case '-':
      return scalar(optionFlags(state));
    case '0':
      return scalar(state.name);
    default:
      return /^\d+$/.test(name) ? scalar(state.positional[Number(name) - 1]) : undefined;
  }
}

/** Variables that are worked out when they are read. */
function dynamic(name: string, state: ShellState): string | undefined {
  const { sys } = state;
  if (name === 'RANDOM') {
    const [high = 0, low = 0] = sys.random(2);
    return String(((high << 8) | low) & 0x7fff);
  }
  if (name === 'LINENO') return String(Math.max(1, state.line));
  if (state.dialect === 'ash') return undefined;
  if (name === 'SECONDS') return String(Math.floor((sys.monotonic() - state.started) / 1_000_000));
  if (name === 'EPOCHSECONDS') return String(Math.floor(sys.realtime() / 1_000_000));
  return undefined;
}

/** Looks a parameter up; `index` is the text between the brackets of an array's, already expanded. */
export function lookUp(state: ShellState, name: string, index?: string | number): ParameterValue {
  const found = special(name, state);
  if (found) return found;
  const variable = state.variables.find(name);
  if (index === '@' || index === '*') {
    const only = variable?.value === undefined ? [] : [variable.value];
    const values = variable?.elements ? sorted(variable.elements) : only;
    return { kind: 'list', values, joined: index === '*' };
  }
  if (typeof index === 'number' && (index !== 0 || variable?.elements)) {
    const elements = variable?.elements;
    const at = index < 0 && elements ? Math.max(...elements.keys()) + 1 + index : index;
    return scalar(elements?.get(at));
  }
  return scalar(dynamic(name, state) ?? variable?.value);
}

const sorted = (elements: Map<number, string>): string[] =>
  [...elements].sort(([a], [b]) => a - b).map(([, value]) => value);
