import { readAll } from '../run/read-all.ts';
import { type Builtin, notSimulated } from './builtin.ts';

/** bash's mapfile and readarray: the lines of the input as an array's elements. `-t`: without the newlines at their ends. */
export const mapfile: Builtin = function* (state, args) {
  const settings = { t: false, n: 0, u: 0, s: 0, O: 0 };
  let at = 0;
  for (; args[at]?.startsWith('-'); at++) {
    const letter = args[at]?.slice(1) as string;
    if (letter === 't') settings.t = true;
    else if (letter === 'n' || letter === 'u' || letter === 's' || letter === 'O')
      settings[letter] = Number(args[++at]);
    else throw notSimulated(`mapfile -${letter}`);
  }
  const lines = (yield* readAll(state, settings.u)).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const wanted = lines.slice(settings.s, settings.n > 0 ? settings.s + settings.n : undefined);
  const elements = wanted.map((line, i) => [settings.O + i, settings.t ? line.replace(/\n$/, '') : line] as const);
  state.variables.setElements(args[at] ?? 'MAPFILE', new Map(elements));
  return 0;
};
