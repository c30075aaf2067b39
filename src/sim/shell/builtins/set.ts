import { complaint } from '../messages.ts';
import type { Option, ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError } from './builtin.ts';
import { output } from './echo.ts';
import { assignments } from './variables-listing.ts';

const LETTERS: Readonly<Record<string, Option>> = {
  a: 'allexport',
  b: 'notify',
  C: 'noclobber',
  e: 'errexit',
  f: 'noglob',
  m: 'monitor',
  n: 'noexec',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
};

/** As `set -o` lists them; `undefined`: an option that does nothing here. */
const ASH_NAMES =
  'errexit noglob ignoreeof monitor noexec xtrace verbose noclobber allexport notify nounset errtrace vi pipefail'.split(
    ' ',
  );
const BASH_NAMES =
  'allexport braceexpand emacs errexit errtrace functrace hashall histexpand history ignoreeof interactive-comments keyword monitor noclobber noexec noglob nolog notify nounset onecmd physical pipefail posix privileged verbose vi xtrace'.split(
    ' ',
  );
const OPTIONS = new Set<string>([...Object.values(LETTERS), 'pipefail', 'ignoreeof']);

const inBash = (state: ShellState): Set<string> =>
  new Set([
    'braceexpand',
    'hashall',
    'interactive-comments',
    ...(state.interactive ? ['emacs', 'histexpand', 'history'] : []),
    ...state.options,
  ]);

/** `set -o`, or with `asCommands` `set +o`: as commands that would restore them. */
function listing(state: ShellState, asCommands: boolean): string {
  if (asCommands) {
    const on = state.dialect === 'ash' ? state.options : inBash(state);
    const names = state.dialect === 'ash' ? ASH_NAMES : BASH_NAMES;
    return names.map((name) => `set ${(on as Set<string>).has(name) ? '-' : '+'}o ${name}\n`).join('');
  }
  if (state.dialect === 'ash') {
    return ASH_NAMES.map((name) => `${name.padEnd(16)}${state.options.has(name as Option) ? 'on' : 'off'}\n`).join('');
  }
  const on = inBash(state);
  return BASH_NAMES.map((name) => `${name.padEnd(15)}\t${on.has(name) ? 'on' : 'off'}\n`).join('');
}

const USAGE = 'set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]\n';

function invalid(state: ShellState, flag: string): BuiltinError {
  if (state.dialect === 'ash') return new BuiltinError(`illegal option ${flag}`, 2);
  return new BuiltinError(`${complaint(state, `${flag}: invalid option`, 'set')}${USAGE}`, 2, true);
}

/** Switches the options that `args` begin with; how many words they took. Used for `sh -e …` too. Throws {@link BuiltinError}. */
export function switchOptions(
  state: ShellState,
  args: readonly string[],
): { taken: number; listed: '-' | '+' | undefined; ended: boolean } {
  let taken = 0;
  let listed: '-' | '+' | undefined;
  for (; /^[-+]./.test(args[taken] ?? ''); taken++) {
    const word = args[taken] as string;
    if (word === '--') return { taken: taken + 1, listed, ended: true };
    const on = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        const name = args[taken + 1];
        if (name === undefined) listed = on ? '-' : '+';
        else {
          switchNamed(state, name, on);
          taken++;
        }
      } else switchLetter(state, letter, on);
    }
  }
  return { taken, listed, ended: false };
}

function switchLetter(state: ShellState, letter: string, on: boolean): void {
  const option = LETTERS[letter];
  if (option === undefined) {
    if (state.dialect === 'bash' && /[hkptBEHPT]/.test(letter)) return;
    throw invalid(state, `${on ? '-' : '+'}${letter}`);
  }
  set(state, option, on);
}

function switchNamed(state: ShellState, name: string, on: boolean): void {
  const names = state.dialect === 'ash' ? ASH_NAMES : BASH_NAMES;
  if (!names.includes(name)) {
    throw state.dialect === 'ash'
      ? new BuiltinError(`illegal option ${on ? '-' : '+'}o ${name}`, 1)
      : new BuiltinError(`${name}: invalid option name`, 2);
  }
  if (OPTIONS.has(name)) set(state, name as Option, on);
}

function set(state: ShellState, option: Option, on: boolean): void {
  if (on) state.options.add(option);
  else state.options.delete(option);
}

export const setBuiltin: Builtin = function* (state, args) {
  if (args.length === 0) return yield* output(state, assignments(state));
  const { taken, listed, ended } = switchOptions(state, args);
  if (listed) yield* output(state, listing(state, listed === '+'));
  const rest = args.slice(taken);
  if (ended || rest.length > 0) state.positional = rest[0] === '-' && !ended ? rest.slice(1) : rest;
  return 0;
};
