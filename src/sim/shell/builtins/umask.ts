import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { output } from './echo.ts';

const letters = (bits: number): string => `${bits & 4 ? 'r' : ''}${bits & 2 ? 'w' : ''}${bits & 1 ? 'x' : ''}`;

/** `u=rwx,g=rx,o=`: what a mask lets through. */
const symbolic = (mask: number): string =>
  ['u', 'g', 'o'].map((who, i) => `${who}=${letters((~mask >> (6 - 3 * i)) & 7)}`).join(',');

function invalid(state: ShellState, text: string): BuiltinError {
  if (state.dialect === 'ash') return new BuiltinError(`illegal mode: ${text}`, 2);
  return new BuiltinError(
    /^\d/.test(text) ? `${text}: octal number out of range` : `\`${text[1] ?? text}': invalid symbolic mode operator`,
    1,
  );
}

/** The mask that `u=rwx,g-w` makes of `mask`. */
function changed(state: ShellState, mask: number, text: string): number {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (!match) throw invalid(state, text);
    const [, who = '', operator, permissions = ''] = match;
    const bits = [...permissions].reduce((sum, letter) => sum | { r: 4, w: 2, x: 1 }[letter as 'r' | 'w' | 'x'], 0);
    for (const [i, class_] of ['u', 'g', 'o'].entries()) {
      if (who !== '' && !who.includes(class_) && !who.includes('a')) continue;
      const shift = 6 - 3 * i;
      if (operator === '=') allowed &= ~(7 << shift);
      allowed = operator === '-' ? allowed & ~(bits << shift) : allowed | (bits << shift);
    }
  }
  return ~allowed & 0o777;
}

export const umask: Builtin = function* (state, args) {
  const { sys } = state;
  const mask = sys.umask(0);
  sys.umask(mask);
  const [text] = args.filter((arg) => arg !== '-S' && arg !== '-p');
  if (text === undefined) {
    return yield* output(state, args.includes('-S') ? `${symbolic(mask)}\n` : `${mask.toString(8).padStart(4, '0')}\n`);
  }
  if (/^\d/.test(text) && !/^[0-7]{1,4}$/.test(text)) throw invalid(state, text);
  sys.umask(/^\d/.test(text) ? Number.parseInt(text, 8) : changed(state, mask, text));
  return 0;
};
