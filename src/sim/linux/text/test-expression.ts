import { COMPARE_NUMBERS, COMPARE_TEXTS, compareFiles, testFile } from '../../command/file-tests.ts';
import type { System } from '../../kernel/syscalls.ts';

/** An expression that test(1) cannot read. */
export class BadExpression extends Error {}

function numberOf(word: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(word)) throw new BadExpression(`${word}: bad number`);
  return BigInt(word.trim().replace(/^\+/, ''));
}

const isUnary = (word: string): boolean => /^-[abcdefghknoprstuwxzGLOS]$/.test(word) && word !== '-o';

function unary(sys: System, operator: string, word: string): boolean {
  if (operator === '-n' || operator === '-z') return (word === '') === (operator === '-z');
  if (operator === '-t') numberOf(word);
  return testFile(sys, operator, word) ?? false;
}

const isBinary = (word: string | undefined): word is string =>
  word !== undefined && (word in COMPARE_TEXTS || word in COMPARE_NUMBERS || /^-(nt|ot|ef)$/.test(word));

function binary(sys: System, a: string, operator: string, b: string): boolean {
  const numbers = COMPARE_NUMBERS[operator];
  if (numbers) return numbers(numberOf(a), numberOf(b));
  return COMPARE_TEXTS[operator]?.(a, b) ?? compareFiles(sys, operator, [a, b], false) ?? false;
}

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
    if (isBinary(second) && third !== undefined) {
      this.#at += 3;
      return binary(this.#sys, first, second, third);
    }
    if (first === '(' && second !== undefined) {
      this.#at++;
      const value = this.#or();
      if (!this.#take(')')) throw new BadExpression('closing paren expected');
      return value;
    }
    const operates = second !== undefined && isUnary(first);
    this.#at += operates ? 2 : 1;
    return operates ? unary(this.#sys, first, second) : first !== '';
  }
}

/** test(1) over its words. Throws {@link BadExpression}. */
export const evaluateTest = (sys: System, words: readonly string[]): boolean =>
  words.length > 0 && new Reader(sys, words).whole();
