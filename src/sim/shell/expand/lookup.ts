import type { Option, ShellState } from '../shell-state.ts';
import { elementsOf, type Variable } from '../variables.ts';

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
  if (state.dialect === 'ash') return ashFlags(state);
  const letters = ['h', 'B', ...set, ...(state.interactive ? ['i', 'H', 's'] : ['c'])];
  const order = 'abefhkmnptuvxBCEHTcis';
  const hashed = letters.sort((a, b) => order.indexOf(a) - order.indexOf(b)).join('');
  return state.interactive ? hashed.replace('is', '').replace('h', 'hi') + (hashed.endsWith('s') ? 's' : '') : hashed;
}

/** The letters of ash.c's optletters_optnames[], the last one first; `s` and `i` of a shell that reads what is typed, `c` of `-c`. */
function ashFlags({ options, interactive, commandString, scriptFile }: ShellState): string {
  const letters = OPTION_LETTERS.filter(([option]) => options.has(option as Option)).map(([, letter]) => letter);
  if (interactive) letters.push('i');
  if (commandString) letters.push('c');
  else if (scriptFile === undefined) letters.push('s');
  return [...'ubaCvxsnmciIfe'].filter((letter) => letters.includes(letter)).join('');
}

function special(name: string, state: ShellState): ParameterValue | undefined {
  switch (name) {
    case '@':
    case '*':
      return { kind: 'list', values: state.positional, joined: name === '*' };
    case '_':
      return scalar(state.lastWord);
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
  if (name === 'LINENO') return String(state.dialect === 'ash' ? state.line : state.line || state.typed || 1);
  if (state.dialect === 'ash') return undefined;
  if (name === 'BASH_COMMAND') return state.command;
  if (name === 'BASH_SUBSHELL') return String(state.depth);
  if (name === 'BASHPID') return String(sys.pid);
  if (name === 'SECONDS') return String(Math.floor((sys.monotonic() - state.started) / 1_000_000));
  if (name === 'EPOCHSECONDS') return String(Math.floor(sys.realtime() / 1_000_000));
  return undefined;
}

/** Looks a parameter up; `index` is the text between the brackets of an array's, already expanded. */
export function lookUp(state: ShellState, name: string, index?: string | number): ParameterValue {
  const found = special(name, state);
  if (found) return found;
  const variable = dynamicArray(name, state) ?? state.variables.find(name);
  if (index === '@' || index === '*') {
    const only = variable?.value === undefined ? [] : [variable.value];
    const values = variable?.elements ? elementsOf(variable).map(([, value]) => value) : only;
    return { kind: 'list', values, joined: index === '*' };
  }
  if (typeof index === 'string') return scalar(variable?.elements?.get(index));
  if (typeof index === 'number' && (index !== 0 || variable?.elements)) {
    const elements = variable?.elements;
    const at = index < 0 && elements ? Math.max(...[...elements.keys()].map(Number)) + 1 + index : index;
    return scalar(elements?.get(at));
  }
  return scalar(dynamic(name, state) ?? variable?.value);
}

const VERSION = ['5', '3', '15', '1', 'release', 'x86_64-pc-linux-gnu'];

const arrayOf = (names: readonly string[]): Variable => ({
  value: names[0],
  elements: new Map(names.entries()),
  exported: false,
  readonly: false,
});

/** The functions that are running, the innermost first, and the script around them. */
function dynamicArray(name: string, { dialect, callStack, scriptFile }: ShellState): Variable | undefined {
  if (dialect === 'ash') return undefined;
  if (name === 'BASH_VERSINFO') return arrayOf(VERSION);
  if (name !== 'FUNCNAME') return undefined;
  const names =
    callStack.length === 0 ? [] : [...callStack.toReversed(), ...(scriptFile === undefined ? [] : ['main'])];
  return arrayOf(names);
}
