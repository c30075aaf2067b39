import { type Call, Failure } from '../call.ts';
import { BadRegex, posixRegex } from './posix-regex.ts';

/** What each package says of an expression that is none. All have the status 2. */
export interface ExprSpeech {
  missing(before: string): string;
  unexpected(word: string): string;
  unclosed(before: string): string;
  readonly notNumber: string;
}

type Value = number | string;

const ORDERS = ['<', '<=', '=', '==', '!=', '>=', '>'];

/** expr(1): a recursive descent over the words of the command line. */
class Expression {
  readonly #words: readonly string[];
  readonly #speech: ExprSpeech;
  #at = 0;

  constructor(words: readonly string[], speech: ExprSpeech) {
    this.#words = words;
    this.#speech = speech;
  }

  value(): Value {
    const value = this.#or();
    const left = this.#words[this.#at];
    if (left !== undefined) throw new Failure(this.#speech.unexpected(left), 2);
    return value;
  }

  #accept(...words: readonly string[]): string | undefined {
    const word = this.#words[this.#at];
    if (word === undefined || !words.includes(word)) return undefined;
    this.#at++;
    return word;
  }

  #next(): string {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new Failure(this.#speech.missing(this.#words.at(-1) ?? ''), 2);
    return word;
  }

  #or(): Value {
    let left = this.#and();
    while (this.#accept('|')) {
      const right = this.#and();
      left = isNull(left) ? (isNull(right) ? 0 : right) : left;
    }
    return left;
  }

  #and(): Value {
    let left = this.#compare();
    while (this.#accept('&')) {
      const right = this.#compare();
      left = isNull(left) || isNull(right) ? 0 : left;
    }
    return left;
  }

  #compare(): Value {
    let left = this.#sum();
    for (let op = this.#accept(...ORDERS); op !== undefined; op = this.#accept(...ORDERS)) {
      const order = compare(left, this.#sum());
      const holds = { '<': order < 0, '<=': order <= 0, '!=': order !== 0, '>=': order >= 0, '>': order > 0 };
      left = Number(op in holds ? holds[op as '<'] : order === 0);
    }
    return left;
  }

  #sum(): Value {
    let left = this.#product();
    for (let op = this.#accept('+', '-'); op !== undefined; op = this.#accept('+', '-')) {
      const [a, b] = this.#numbers(left, this.#product());
      left = op === '+' ? a + b : a - b;
    }
    return left;
  }

  #product(): Value {
    let left = this.#match();
    for (let op = this.#accept('*', '/', '%'); op !== undefined; op = this.#accept('*', '/', '%')) {
      const [a, b] = this.#numbers(left, this.#match());
      if (op !== '*' && b === 0) throw new Failure('division by zero', 2);
      left = op === '*' ? a * b : op === '/' ? Math.trunc(a / b) : a % b;
    }
    return left;
  }

  #numbers(left: Value, right: Value): [number, number] {
    const numbers = [left, right].map(numberOf);
    if (numbers.includes(undefined)) throw new Failure(this.#speech.notNumber, 2);
    return numbers as [number, number];
  }

  #match(): Value {
    let left = this.#primary();
    while (this.#accept(':')) left = matched(String(left), String(this.#primary()));
    return left;
  }

  #primary(): Value {
    const word = this.#next();
    if (word === '(') {
      const value = this.#or();
      if (this.#accept(')')) return value;
      const wrong = this.#words[this.#at];
      throw new Failure(
        wrong === undefined ? this.#speech.unclosed(this.#words.at(-1) ?? '') : this.#speech.unexpected(wrong),
        2,
      );
    }
    if (word === ')') throw new Failure(this.#speech.unexpected(word), 2);
    return this.#keyword(word) ?? word;
  }

  #keyword(word: string): Value | undefined {
    if (!['match', 'substr', 'index', 'length', 'quote', '+'].includes(word) || this.#at >= this.#words.length)
      return undefined;
    if (word === 'quote' || word === '+') return this.#next();
    const text = String(this.#primary());
    if (word === 'length') return [...text].length;
    const second = String(this.#primary());
    if (word === 'match') return matched(text, second);
    if (word === 'index') return [...text].findIndex((char) => second.includes(char)) + 1;
    const [from, length] = [Number(second), Number(this.#primary())];
    return from >= 1 && length > 0 ? text.slice(from - 1, from - 1 + length) : '';
  }
}

const numberOf = (value: Value): number | undefined =>
  typeof value === 'number' ? value : /^-?\d+$/.test(value) ? Number(value) : undefined;

const isNull = (value: Value): boolean => value === '' || numberOf(value) === 0;

function compare(left: Value, right: Value): number {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return a - b;
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
}

/** What `\(…\)` matched, or how many characters did. */
function matched(text: string, pattern: string): Value {
  try {
    const found = posixRegex(`^${pattern}`, { newlines: true }).exec(text);
    if (/\\\(/.test(pattern)) return found?.[1] ?? '';
    return found === null ? 0 : [...found[0]].length;
  } catch (error) {
    throw error instanceof BadRegex ? new Failure(error.message, 2) : error;
  }
}

/** expr: the value of an expression. Status 1 where it is null or 0. */
export function* expr(call: Call, speech: ExprSpeech) {
  const value = new Expression(call.operands, speech).value();
  yield* call.print(`${value}\n`);
  return isNull(value) ? 1 : 0;
}
