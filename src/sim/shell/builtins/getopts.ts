import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';

export const getopts: Builtin = function* (state, args) {
  const [letters = '', name = '', ...given] = args;
  if (args.length < 2) {
    if (state.dialect === 'ash') throw new BuiltinError('usage: getopts optstring var [arg]', 2);
    throw new BuiltinError('getopts: usage: getopts optstring name [arg ...]\n', 2, true);
  }
  const words = given.length > 0 ? given : state.positional;
  const { index, letter } = placeOf(state);
  const word = words[index - 1];
  state.variables.unset('OPTARG');
  if (word === undefined || !/^-./.test(word) || word === '--') {
    if (word === '--') moveTo(state, index + 1, 1);
    state.variables.set(name, '?');
    return 1;
  }
  const option = word[letter] as string;
  const at = option === ':' ? -1 : letters.indexOf(option);
  const takesValue = at >= 0 && letters[at + 1] === ':';
  const more = letter + 1 < word.length;
  const value = takesValue ? (more ? word.slice(letter + 1) : words[index]) : undefined;
  const next = takesValue ? index + (more || value === undefined ? 1 : 2) : more ? index : index + 1;
  moveTo(state, next, takesValue || !more ? 1 : letter + 1);
  const bad = at < 0 || (takesValue && value === undefined);
  if (!bad) {
    if (value !== undefined) state.variables.set('OPTARG', value);
    state.variables.set(name, option);
    return 0;
  }
  const silent = letters.startsWith(':');
  if (silent) state.variables.set('OPTARG', option);
  state.variables.set(name, silent && at >= 0 ? ':' : '?');
  if (silent) return 0;
  const bash = `${state.name}: ${at < 0 ? 'illegal option' : 'option requires an argument'} -- ${option}\n`;
  const ash = at < 0 ? `Illegal option -${option}\n` : `No arg for -${option} option\n`;
  yield* state.sys.write(2, state.dialect === 'bash' ? bash : ash);
  return 0;
};

/** Where the next option is: as `getopts` left it, or where `OPTIND` was set to since. */
function placeOf({ variables, optionPlace }: ShellState): { index: number; letter: number } {
  const told = variables.get('OPTIND') ?? '1';
  return told === optionPlace.told ? optionPlace : { index: Number(told) || 1, letter: 1 };
}

function moveTo(state: ShellState, index: number, letter: number): void {
  state.variables.set('OPTIND', String(index));
  state.optionPlace = { index, letter, told: String(index) };
}
