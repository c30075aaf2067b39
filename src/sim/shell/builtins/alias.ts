import { complaint } from '../messages.ts';
import { quoteAlways } from '../quote.ts';
import { ashBucket } from '../variables.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { output } from './echo.ts';

/** How an alias is listed; bash writes a command that makes it. */
const shown = (bash: boolean, name: string, value: string): string =>
  `${bash ? 'alias ' : ''}${name}=${quoteAlways(value)}\n`;

export const alias: Builtin = function* (state, args) {
  const bash = state.dialect === 'bash';
  const words = args.filter((arg) => arg !== '-p');
  if (words.length === 0) {
    const all = [...state.aliases].sort(([a], [b]) => (bash ? (a < b ? -1 : 1) : ashBucket(a) - ashBucket(b)));
    return yield* output(state, all.map(([name, value]) => shown(bash, name, value)).join(''));
  }
  let status = 0;
  for (const word of words) {
    const equals = word.indexOf('=', 1);
    const value = state.aliases.get(word);
    if (equals > 0) state.aliases.set(word.slice(0, equals), word.slice(equals + 1));
    else if (value !== undefined) yield* output(state, shown(bash, word, value));
    else {
      yield* state.sys.write(2, bash ? complaint(state, `${word}: not found`, 'alias') : `alias: ${word} not found\n`);
      status = 1;
    }
  }
  return status;
};

export const unalias: Builtin = function* (state, args) {
  if (args[0] === '-a') {
    state.aliases.clear();
    return 0;
  }
  if (args.length === 0 && state.dialect === 'bash')
    throw new BuiltinError('unalias: usage: unalias [-a] name [name ...]\n', 2, true);
  let status = 0;
  for (const name of args) {
    if (state.aliases.delete(name)) continue;
    yield* state.sys.write(
      2,
      state.dialect === 'bash' ? complaint(state, `${name}: not found`, 'unalias') : `unalias: ${name} not found\n`,
    );
    status = 1;
  }
  return status;
};
