import { complaint } from '../messages.ts';
import { readAll } from '../run/read-all.ts';
import type { ShellState } from '../shell-state.ts';
import { type Builtin, BuiltinError, notSimulated } from './builtin.ts';
import { demandOpen } from './open-descriptor.ts';

const USAGE =
  'mapfile: usage: mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]\n';

/** What the numbers of options are called when they are none. */
const NUMBERS = { n: 'line count', u: 'file descriptor specification', s: 'line count', O: 'array origin' } as const;

function misused(state: ShellState, text: string): BuiltinError {
  return new BuiltinError(`${complaint(state, text, 'mapfile')}${USAGE}`, 2, true);
}

function numberFor(state: ShellState, letter: keyof typeof NUMBERS, value: string | undefined): number {
  if (value === undefined) throw misused(state, `-${letter}: option requires an argument`);
  if (!/^\d+$/.test(value)) throw new BuiltinError(`${value}: invalid ${NUMBERS[letter]}`, 1);
  return Number(value);
}

/** bash's mapfile and readarray: the lines of the input as an array's elements. `-t`: without the newlines at their ends. */
export const mapfile: Builtin = function* (state, args) {
  const settings = { t: false, n: 0, u: 0, s: 0, O: 0 };
  let at = 0;
  for (; /^-./.test(args[at] ?? ''); at++) {
    const letter = args[at]?.slice(1) as string;
    if (letter === '-') {
      at++;
      break;
    }
    if (letter === 't') settings.t = true;
    else if (letter === 'n' || letter === 'u' || letter === 's' || letter === 'O')
      settings[letter] = numberFor(state, letter, args[++at]);
    else if ('dCc'.includes(letter)) throw notSimulated(`mapfile -${letter}`);
    else throw misused(state, `-${letter}: invalid option`);
  }
  const name = args[at] ?? 'MAPFILE';
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new BuiltinError(`\`${name}': not a valid identifier`, 1);
  demandOpen(state.sys, settings.u);
  const lines = (yield* readAll(state, settings.u)).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const wanted = lines.slice(settings.s, settings.n > 0 ? settings.s + settings.n : undefined);
  const elements = wanted.map((line, i) => [settings.O + i, settings.t ? line.replace(/\n$/, '') : line] as const);
  state.variables.setElements(name, new Map(elements));
  return 0;
};
