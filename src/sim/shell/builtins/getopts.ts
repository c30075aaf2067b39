import { complaint } from '../messages.ts';
import type { ShellState } from '../shell-state.ts';
import type { Builtin } from './builtin.ts';

/** Where in a word of grouped letters the next one is, by OPTIND's shell. */
const places = new WeakMap<ShellState, { index: number; letter: number }>();

export const getopts: Builtin = function* (state, args) {
  const [letters = '', name = '', ...given] = args;
  const words = given.length > 0 ? given : state.positional;
  const index = Number(state.variables.get('OPTIND') ?? '1');
  const known = places.get(state);
  const letter = known?.index === index ? known.letter : 1;
  const word = words[index - 1];
  state.variables.unset('OPTARG');
  if (word === undefined || !/^-./.test(word) || word === '--') {
    if (word === '--') state.variables.set('OPTIND', String(index + 1));
    state.variables.set(name, '?');
    return 1;
  }
  const option = word[letter] as string;
  const at = option === ':' ? -1 : letters.indexOf(option);
  const takesValue = at >= 0 && letters[at + 1] === ':';
  const more = letter + 1 < word.length;
  const value = takesValue ? (more ? word.slice(letter + 1) : words[index]) : undefined;
  const next = takesValue ? index + (more ? 1 : 2) : more ? index : index + 1;
  places.set(state, { index: next, letter: takesValue || !more ? 1 : letter + 1 });
  state.variables.set('OPTIND', String(next));
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
  const what = at < 0 ? 'illegal option' : 'option requires an argument';
  const prefix = state.dialect === 'bash' ? `${state.name}: ` : '';
  yield* state.sys.write(
    2,
    state.dialect === 'bash'
      ? `${prefix}${what} -- ${option}\n`
      : complaint(state, `${at < 0 ? 'illegal option' : 'no arg for'} -${option} option`),
  );
  return 0;
};
