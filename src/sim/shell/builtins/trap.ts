import { complaint } from '../messages.ts';
import { quoteAlways } from '../quote.ts';
import { setSignalAction } from '../run/signals.ts';
import type { ShellState } from '../shell-state.ts';
import { SIGNALS, signalName, signalTable } from '../signal-names.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { output } from './echo.ts';

/** The condition that a word names: `EXIT`, or a signal without `SIG`. */
const condition = (word: string, { dialect }: ShellState): string | undefined => {
  const name = word.toUpperCase();
  if (word === '0' || name === 'EXIT') return 'EXIT';
  return name === 'ERR' || (name === 'DEBUG' && dialect === 'bash') ? name : signalName(word);
};

const USAGE = 'trap: usage: trap [-Plp] [[action] signal_spec ...]\n';

/** EXIT comes first in a listing, ERR last. */
const number = (name: string): number =>
  name === 'ERR' ? 100 : name === 'DEBUG' ? 99 : (SIGNALS.find((signal) => signal.name === name)?.number ?? 0);

export const trap: Builtin = function* (state, args) {
  const words = args[0] === '--' ? args.slice(1) : args;
  const { actions } = state.traps;
  if (words[0] === '-l' && state.dialect === 'bash') return yield* output(state, signalTable());
  if (/^-[^p]/.test(words[0] ?? '')) {
    if (state.dialect === 'ash') throw new BuiltinError(`illegal option ${words[0]}`, 2);
    throw new BuiltinError(`${complaint(state, `${words[0]}: invalid option`, 'trap')}${USAGE}`, 2, true);
  }
  if (words.length === 0 || words[0] === '-p') {
    const listed = [...actions].sort(([a], [b]) => number(a) - number(b));
    const shown = (name: string): string =>
      state.dialect === 'bash' && !['EXIT', 'ERR', 'DEBUG'].includes(name) ? `SIG${name}` : name;
    return yield* output(
      state,
      listed.map(([name, action]) => `trap -- ${quoteAlways(action)} ${shown(name)}\n`).join(''),
    );
  }
  const resets =
    words[0] === '-' ||
    (words.length === 1 && condition(words[0] as string, state) !== undefined) ||
    /^\d+$/.test(words[0] as string);
  const names = resets && words[0] !== '-' ? words : words.slice(1);
  for (const word of names) {
    const name = condition(word, state);
    if (name === undefined) {
      yield* state.sys.write(2, complaint(state, `${word}: invalid signal specification`, 'trap'));
      return 1;
    }
    if (resets) actions.delete(name);
    else actions.set(name, words[0] as string);
    setSignalAction(state, name);
  }
  return 0;
};
