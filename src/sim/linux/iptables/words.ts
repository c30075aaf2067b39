import { ParameterProblem } from './problem.ts';

/** What an option takes: nothing, a word, or a word where one follows. */
type Need = 'none' | 'one' | 'maybe';

/** Options of iptables itself by the letter or name that they go by here (iptables.c, original_opts). */
const NEEDS: Readonly<Record<string, Need>> = {
  A: 'one',
  C: 'one',
  D: 'one',
  I: 'one',
  R: 'one',
  N: 'one',
  P: 'one',
  E: 'one',
  L: 'maybe',
  S: 'maybe',
  F: 'maybe',
  Z: 'maybe',
  X: 'maybe',
  w: 'maybe',
  t: 'one',
  s: 'one',
  d: 'one',
  i: 'one',
  o: 'one',
  p: 'one',
  j: 'one',
  g: 'one',
  m: 'one',
  c: 'one',
  W: 'one',
  n: 'none',
  v: 'none',
  x: 'none',
  f: 'none',
  V: 'none',
  h: 'none',
  '4': 'none',
  '6': 'none',
  'line-numbers': 'none',
};

const LONG: Readonly<Record<string, string>> = {
  append: 'A',
  check: 'C',
  delete: 'D',
  insert: 'I',
  replace: 'R',
  'new-chain': 'N',
  new: 'N',
  policy: 'P',
  'rename-chain': 'E',
  list: 'L',
  'list-rules': 'S',
  flush: 'F',
  zero: 'Z',
  'delete-chain': 'X',
  wait: 'w',
  'wait-interval': 'W',
  table: 't',
  source: 's',
  src: 's',
  destination: 'd',
  dst: 'd',
  'in-interface': 'i',
  'out-interface': 'o',
  protocol: 'p',
  proto: 'p',
  jump: 'j',
  goto: 'g',
  match: 'm',
  'set-counters': 'c',
  numeric: 'n',
  verbose: 'v',
  exact: 'x',
  fragment: 'f',
  fragments: 'f',
  version: 'V',
  help: 'h',
  ipv4: '4',
  ipv6: '6',
  'line-numbers': 'line-numbers',
};

/** One option as it was typed. */
export interface Word {
  /** A letter or name of iptables' own, or `--name` of an extension's. */
  readonly key: string;
  readonly not: boolean;
}

/** A command line of iptables from the left to the right. */
export class Words {
  readonly #left: string[];
  /** Letters of a bundle that are still to come: `nvL`. */
  #bundle = '';

  constructor(words: readonly string[]) {
    this.#left = [...words];
  }

  /** The next option; undefined at the end. Throws at a word that belongs to none. */
  next(): Word | undefined {
    if (this.#bundle !== '') return this.#letter(false);
    let word = this.#left.shift();
    const not = word === '!';
    if (not) word = this.#left.shift();
    if (word === undefined) return undefined;
    if (word.startsWith('--') && word.length > 2) return { key: longKey(word, this.#left), not };
    if (!word.startsWith('-') || word.length < 2) throw new ParameterProblem(`Bad argument \`${word}'`, true);
    this.#bundle = word.slice(1);
    return this.#letter(not);
  }

  #letter(not: boolean): Word {
    const [letter = ''] = this.#bundle;
    if (!(letter in NEEDS)) throw new ParameterProblem(`unknown option "-${letter}"`);
    this.#bundle = this.#bundle.slice(1);
    return { key: letter, not };
  }

  /** The argument of the option `key`; undefined where it takes none, or has none and may. */
  argument(key: string): string | undefined {
    const need = NEEDS[key] ?? 'one';
    if (need === 'none') return undefined;
    const rest = this.#bundle;
    this.#bundle = '';
    const value = rest || (need === 'one' ? this.#left.shift() : this.operand());
    if (value === undefined && need === 'one') {
      throw new ParameterProblem(`option "${key.length === 1 ? '-' : ''}${key}" requires an argument`);
    }
    return value;
  }

  /** The next word, where it is no option. */
  operand(): string | undefined {
    const [word] = this.#left;
    return word === undefined || word.startsWith('-') || word === '!' ? undefined : this.#left.shift();
  }
}

/** What follows `=` is put back as the next word. Names that iptables itself does not have are some extension's. */
function longKey(word: string, left: string[]): string {
  const [name = '', ...value] = word.slice(2).split('=');
  if (word.includes('=')) left.unshift(value.join('='));
  return LONG[name] ?? `--${name}`;
}
