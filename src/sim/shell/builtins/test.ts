import { COMPARE_NUMBERS, COMPARE_TEXTS, compareFiles, testFile } from '../../command/file-tests.ts';
import { patternRegExp } from '../expand/pattern.ts';
import { appletName, complaint } from '../messages.ts';
import type { ShellState } from '../shell-state.ts';
import { testUnary } from '../state-tests.ts';
import type { Builtin } from './builtin.ts';

/** What test(1) says of arguments that make no sense; it then exits with 2. */
class Nonsense extends Error {}

const EQUALS = ['=', '==', '!='];
const LOGICAL: Readonly<Record<string, string>> = { '&&': '-a', '||': '-o' };
const FILES = ['-nt', '-ot', '-ef'];
const UNARY = /^-[abcdefghknoprstuvwxzGLOS]$/;

const isBinary = (word: string | undefined): boolean =>
  word !== undefined && (word in COMPARE_NUMBERS || word in COMPARE_TEXTS || word === '=~' || FILES.includes(word));

/** POSIX's rule for three words: an operator between two, `!` before two, or one in parentheses. */
const isTriple = ([first, second, third]: readonly string[]): boolean =>
  (isBinary(second) && second !== '=~') ||
  second === '-a' ||
  second === '-o' ||
  first === '!' ||
  (first === '(' && third === ')');

/** Reads an expression by recursive descent, with POSIX's rules for few arguments. */
class Expression {
  readonly #state: ShellState;
  /** ash's `[[`: texts are matched against patterns. */
  readonly #matches: boolean;
  readonly #words: readonly string[];
  #at = 0;

  constructor(state: ShellState, words: readonly string[], matches: boolean) {
    this.#state = state;
    this.#matches = matches;
    this.#words = matches ? words.map((word) => LOGICAL[word] ?? word) : words;
  }

  value(): boolean {
    const words = this.#words;
    if (words.length === 0) return false;
    if (words.length === 1) return words[0] !== '';
    if (this.#state.dialect === 'bash' && words.length === 2 && words[0] !== '!') return this.#two();
    if (this.#state.dialect === 'bash' && words.length === 3 && !isTriple(words)) {
      throw new Nonsense(`${words[1]}: binary operator expected`);
    }
    const value = this.#or();
    if (this.#at >= words.length) return value;
    throw new Nonsense(this.#state.dialect === 'ash' ? `${words[this.#at]}: unknown operand` : 'too many arguments');
  }

  /** POSIX's rule for two words: an operator that takes one. */
  #two(): boolean {
    const [operator = ''] = this.#words;
    if (!UNARY.test(operator)) throw new Nonsense(`${operator}: unary operator expected`);
    return this.#unary();
  }

  #peek(ahead = 0): string | undefined {
    return this.#words[this.#at + ahead];
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#peek() === '-o') {
      this.#at++;
      const right = this.#and();
      value = value || right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#peek() === '-a') {
      this.#at++;
      const right = this.#not();
      value = value && right;
    }
    return value;
  }

  #not(): boolean {
    if (this.#peek() === '!' && this.#peek(1) !== undefined && !isBinary(this.#peek(1))) {
      this.#at++;
      return !this.#not();
    }
    return this.#primary();
  }

  #primary(): boolean {
    const word = this.#peek();
    if (word === undefined) throw new Nonsense('argument expected');
    if (isBinary(this.#peek(1)) && this.#peek(2) !== undefined) return this.#binary();
    if (word === '(' && this.#peek(1) !== undefined) return this.#group();
    if (UNARY.test(word) && this.#peek(1) !== undefined) return this.#unary();
    if (word.startsWith('-') && this.#peek(1) !== undefined && this.#state.dialect === 'bash') {
      throw new Nonsense(`${word}: unary operator expected`);
    }
    if (this.#state.dialect === 'ash' && isBinary(this.#peek(1)))
      throw new Nonsense(`${this.#peek(1)}: argument expected`);
    this.#at++;
    return word !== '';
  }

  #group(): boolean {
    this.#at++;
    const value = this.#or();
    if (this.#peek() !== ')')
      throw new Nonsense(this.#state.dialect === 'ash' ? 'closing paren expected' : "`)' expected");
    this.#at++;
    return value;
  }

  #unary(): boolean {
    const [operator = '', operand = ''] = [this.#peek(), this.#peek(1)];
    this.#at += 2;
    return testUnary(this.#state, operator, operand) ?? testFile(this.#state.sys, operator, operand) ?? false;
  }

  #binary(): boolean {
    const [left = '', operator = '', right = ''] = this.#words.slice(this.#at, this.#at + 3);
    this.#at += 3;
    if (this.#matches && operator === '=~') return new RegExp(right).test(left);
    if (this.#matches && EQUALS.includes(operator)) {
      return patternRegExp([{ text: right, quoted: false }], {}).test(left) === (operator !== '!=');
    }
    const strings = COMPARE_TEXTS[operator];
    if (strings) return strings(left, right);
    const numeric = COMPARE_NUMBERS[operator];
    if (numeric) return numeric(this.#number(left), this.#number(right));
    return compareFiles(this.#state.sys, operator, [left, right], this.#state.dialect === 'ash') ?? false;
  }

  #number(text: string): bigint {
    const trimmed = text.trim();
    if (/^[-+]?\d+$/.test(trimmed)) return BigInt(trimmed.replace(/^\+/, ''));
    throw new Nonsense(
      this.#state.dialect === 'ash' ? `${text && `${text}: `}bad number` : `${text}: integer expected`,
    );
  }
}

const evaluate = (name: string): Builtin =>
  function* (state, args) {
    const closer = name === '[' ? ']' : name === '[[' ? ']]' : undefined;
    try {
      if (closer !== undefined && args.at(-1) !== closer) {
        throw new Nonsense(state.dialect === 'ash' ? `missing ${closer}` : `missing \`${closer}'`);
      }
      return Number(!new Expression(state, closer === undefined ? args : args.slice(0, -1), name === '[[').value());
    } catch (error) {
      if (!(error instanceof Nonsense)) throw error;
      yield* state.sys.write(
        2,
        state.dialect === 'ash' ? `${appletName(state)}: ${error.message}\n` : complaint(state, error.message, name),
      );
      return 2;
    }
  };

export const test = evaluate('test');
export const bracket = evaluate('[');
export const doubleBracket = evaluate('[[');
