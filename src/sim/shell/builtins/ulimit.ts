import { type Builtin, notSimulated } from './builtin.ts';
import { output } from './echo.ts';

/** What a process may use, by the letter of ulimit: the limits that a container and the host here have. */
const LIMITS: Readonly<Record<string, string>> = {
  ...{ c: '0', d: 'unlimited', e: '0', f: 'unlimited', i: '31734', l: '8192', m: 'unlimited', n: '1048576' },
  ...{ p: '8', q: '819200', r: '0', s: '8192', t: 'unlimited', u: 'unlimited', v: 'unlimited', x: 'unlimited' },
};

/** ulimit: shows limits; there is nothing here that they would limit, so none can be set. */
export const ulimit: Builtin = function* (state, args) {
  const letters = args
    .filter((arg) => arg.startsWith('-'))
    .flatMap((arg) => [...arg.slice(1)])
    .filter((letter) => letter !== 'S' && letter !== 'H');
  const lacking = letters.find((letter) => !(letter in LIMITS));
  if (lacking !== undefined) throw notSimulated(`ulimit -${lacking}`);
  if (args.some((arg) => !arg.startsWith('-'))) throw notSimulated('ulimit (changer une limite)');
  const wanted = letters.length === 0 ? ['f'] : letters;
  return yield* output(state, wanted.map((letter) => `${LIMITS[letter]}\n`).join(''));
};
