import type { System } from '../kernel/syscalls.ts';
import type { Options } from './getopt.ts';

/** uname(2), by uname(1)'s letters, in the order that `-a` shows them. */
const fields = (sys: System): readonly (readonly [letter: string, value: string])[] => [
  ['s', 'Linux'],
  ['n', sys.hostname()],
  ['r', '6.12.0'],
  ['v', '#1 SMP'],
  ['m', 'x86_64'],
  ['p', 'unknown'],
  ['i', 'unknown'],
  ['o', 'GNU/Linux'],
];

/** What uname prints; with `-a` unknown values are left out. */
export function unameText(sys: System, options: Options, all = options.has('a')): string {
  const shown = fields(sys).filter(([letter, value]) =>
    all ? value !== 'unknown' : options.order.length === 0 ? letter === 's' : options.has(letter),
  );
  return `${shown.map(([, value]) => value).join(' ')}\n`;
}
