import { quoteAlways } from '../quote.ts';
import { setSignalAction } from '../run/signals.ts';
import { SIGNALS, signalName } from '../signal-names.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { output } from './echo.ts';

/** The condition that a word names: `EXIT`, or a signal without `SIG`. */
const condition = (word: string): string | undefined =>
  word === '0' || word.toUpperCase() === 'EXIT' ? 'EXIT' : signalName(word);

const number = (name: string): number => SIGNALS.find((signal) => signal.name === name)?.number ?? 0;

export const trap: Builtin = function* (state, args) {
  const words = args[0] === '--' ? args.slice(1) : args;
  const { actions } = state.traps;
  if (words.length === 0 || words[0] === '-p') {
    const listed = [...actions].sort(([a], [b]) => number(a) - number(b));
    const shown = (name: string): string => (state.dialect === 'bash' && name !== 'EXIT' ? `SIG${name}` : name);
    return yield* output(
      state,
      listed.map(([name, action]) => `trap -- ${quoteAlways(action)} ${shown(name)}\n`).join(''),
    );
  }
  const resets =
    words[0] === '-' ||
    (words.length === 1 && condition(words[0] as string) !== undefined) ||
    /^\d+$/.test(words[0] as string);
  const names = resets && words[0] !== '-' ? words : words.slice(1);
  for (const word of names) {
    const name = condition(word);
    if (name === undefined) throw new BuiltinError(`${word}: invalid signal specification`, 1);
    if (resets) actions.delete(name);
    else actions.set(name, words[0] as string);
    setSignalAction(state, name);
  }
  return 0;
};
