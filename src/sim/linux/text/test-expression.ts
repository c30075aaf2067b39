import { isErrno } from '../../kernel/errno.ts';
import type { Stat, System } from '../../kernel/syscalls.ts';

/** An expression that test(1) cannot read. */
export class BadExpression extends Error {}

function stat(sys: System, path: string, follow = true): Stat | undefined {
  try {
    return follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    if (isErrno(error)) return undefined;
    throw error;
  }
}

function may(sys: System, path: string, want: 'r' | 'w' | 'x'): boolean {
  try {
    sys.access(path, want);
    return true;
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

function terminal(sys: System, word: string): boolean {
  try {
    return sys.isatty(numberOf(word));
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

const UNARY: Readonly<Record<string, (sys: System, word: string) => boolean>> = {
  '-n': (_, word) => word !== '',
  '-z': (_, word) => word === '',
  '-e': (sys, path) => stat(sys, path) !== undefined,
  '-a': (sys, path) => stat(sys, path) !== undefined,
  '-f': (sys, path) => stat(sys, path)?.type === 'file',
  '-d': (sys, path) => stat(sys, path)?.type === 'directory',
  '-h': (sys, path) => stat(sys, path, false)?.type === 'symlink',
  '-L': (sys, path) => stat(sys, path, false)?.type === 'symlink',
  '-c': (sys, path) => stat(sys, path)?.type === 'char',
  '-b': () => false,
  '-p': (sys, path) => stat(sys, path)?.type === 'fifo',
  '-S': (sys, path) => stat(sys, path)?.type === 'socket',
  '-s': (sys, path) => (stat(sys, path)?.size ?? 0) > 0,
  '-r': (sys, path) => may(sys, path, 'r'),
  '-w': (sys, path) => may(sys, path, 'w'),
  '-x': (sys, path) => may(sys, path, 'x'),
  '-u': (sys, path) => ((stat(sys, path)?.mode ?? 0) & 0o4000) !== 0,
  '-g': (sys, path) => ((stat(sys, path)?.mode ?? 0) & 0o2000) !== 0,
  '-k': (sys, path) => ((stat(sys, path)?.mode ?? 0) & 0o1000) !== 0,
  '-O': (sys, path) => stat(sys, path)?.uid === sys.uid,
  '-G': (sys, path) => stat(sys, path) !== undefined,
  '-t': terminal,
};

function numberOf(word: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(word)) throw new BadExpression(`${word}: bad number`);
  return Number(word);
}

const times = (sys: System, a: string, b: string): number =>
  (stat(sys, a)?.mtime ?? Number.NEGATIVE_INFINITY) - (stat(sys, b)?.mtime ?? Number.NEGATIVE_INFINITY);

const BINARY: Readonly<Record<string, (sys: System, a: string, b: string) => boolean>> = {
  '=': (_, a, b) => a === b,
  '==': (_, a, b) => a === b,
  '!=': (_, a, b) => a !== b,
  '<': (_, a, b) => a < b,
  '>': (_, a, b) => a > b,
  '-eq': (_, a, b) => numberOf(a) === numberOf(b),
  '-ne': (_, a, b) => numberOf(a) !== numberOf(b),
  '-lt': (_, a, b) => numberOf(a) < numberOf(b),
  '-le': (_, a, b) => numberOf(a) <= numberOf(b),
  '-gt': (_, a, b) => numberOf(a) > numberOf(b),
  '-ge': (_, a, b) => numberOf(a) >= numberOf(b),
  '-nt': (sys, a, b) => times(sys, a, b) > 0,
  '-ot': (sys, a, b) => times(sys, a, b) < 0,
  '-ef': (sys, a, b) => stat(sys, a) !== undefined && stat(sys, a)?.inode === stat(sys, b)?.inode,
};

/** Reads words from the left: `or` of `and` of `not` of primaries. */
class Reader {
  readonly #sys: System;
  readonly #words: readonly string[];
  #at = 0;

  constructor(sys: System, words: readonly string[]) {
    this.#sys = sys;
    this.#words = words;
  }

  whole(): boolean {
    const value = this.#or();
    const rest = this.#words[this.#at];
    if (rest !== undefined) throw new BadExpression(`${rest}: unknown operand`);
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#take('-o')) value = this.#and() || value;
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#take('-a')) value = this.#not() && value;
    return value;
  }

  #not(): boolean {
    if (this.#left > 1 && this.#take('!')) return !this.#not();
    return this.#primary();
  }

  get #left(): number {
    return this.#words.length - this.#at;
  }

  #take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at++;
    return true;
  }

  #primary(): boolean {
    const [first, second, third] = this.#words.slice(this.#at, this.#at + 3);
    if (first === undefined) throw new BadExpression('argument expected');
    const binary = second === undefined ? undefined : BINARY[second];
    if (binary !== undefined && third !== undefined) {
      this.#at += 3;
      return binary(this.#sys, first, third);
    }
    if (first === '(' && second !== undefined) {
      this.#at++;
      const value = this.#or();
      if (!this.#take(')')) throw new BadExpression('closing paren expected');
      return value;
    }
    const unary = UNARY[first];
    this.#at += unary !== undefined && second !== undefined ? 2 : 1;
    return unary !== undefined && second !== undefined ? unary(this.#sys, second) : first !== '';
  }
}

/** test(1) over its words. Throws {@link BadExpression}. */
export const evaluateTest = (sys: System, words: readonly string[]): boolean =>
  words.length > 0 && new Reader(sys, words).whole();
