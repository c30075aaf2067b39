import type { Dialect } from '../dialect.ts';

/** An arithmetic expression that does not hold; the message lacks the shell's name. */
export class ArithmeticError extends Error {}

/** Where arithmetic reads and writes variables. */
export interface ArithmeticScope {
  readonly dialect: Dialect;
  get(name: string, index: number | string | undefined): string | undefined;
  set(name: string, index: number | string | undefined, value: string): void;
  /** Are the subscripts of this array text? */
  associative?(name: string): boolean;
}

interface Operand {
  value(): bigint;
  readonly name?: string;
  readonly index?: number | string | undefined;
}

const BINARY: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const OPERATOR = /\s*(<<=|>>=|\*\*|\+\+|--|&&|\|\||[-+*/%&|^<>=!]=|<<|>>|[-+*/%&|^<>=!~?:,()])/y;
const NUMBER = /\s*(0[xX][0-9a-fA-F]+|\d+#[0-9a-zA-Z@_]+|\d+)/y;
const NAME = /\s*([A-Za-z_]\w*)/y;
const MAX_DEPTH = 64;

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
const truth = (condition: boolean): bigint => (condition ? 1n : 0n);

/** Evaluates a shell arithmetic expression in 64-bit signed integers. Throws {@link ArithmeticError}. */
export function evaluateArithmetic(text: string, scope: ArithmeticScope): bigint {
  return new Evaluator(text, scope, 0).run();
}

class Evaluator {
  readonly #text: string;
  readonly #scope: ArithmeticScope;
  readonly #depth: number;
  #pos = 0;
  #lastToken = 0;
  /** Above 0, in the branch of `&&`, `||` or `?:` that does not count. */
  #skipping = 0;

  constructor(text: string, scope: ArithmeticScope, depth: number) {
    this.#text = text;
    this.#scope = scope;
    this.#depth = depth;
  }

  run(): bigint {
    if (this.#text.trim() === '') return 0n;
    const value = this.#comma();
    if (this.#rest() !== '') throw this.#error('arithmetic syntax error in expression', this.#pos);
    return value;
  }

  #rest(): string {
    return this.#text.slice(this.#pos).trimStart();
  }

  #error(what: string, from: number): ArithmeticError {
    if (this.#scope.dialect === 'ash')
      return new ArithmeticError(what.startsWith('division') ? 'divide by zero' : 'arithmetic syntax error');
    const token = this.#text.slice(from).trimStart();
    return new ArithmeticError(`${this.#text.trim()}: ${what} (error token is "${token}")`);
  }

  #match(expression: RegExp): string | undefined {
    expression.lastIndex = this.#pos;
    const match = expression.exec(this.#text);
    if (!match) return undefined;
    this.#lastToken = this.#pos;
    this.#pos = expression.lastIndex;
    return match[1];
  }

  #operator(wanted: (operator: string) => boolean): string | undefined {
    const pos = this.#pos;
    const last = this.#lastToken;
    const found = this.#match(OPERATOR);
    if (found !== undefined && wanted(found)) return found;
    this.#pos = pos;
    this.#lastToken = last;
    return undefined;
  }

  #accept(text: string): boolean {
    return this.#operator((operator) => operator === text) !== undefined;
  }

  #comma(): bigint {
    let value = this.#assignment();
    while (this.#accept(',')) value = this.#assignment();
    return value;
  }

  #assignment(): bigint {
    return this.#ternary().value();
  }

  #ternary(): Operand {
    const left = this.#binary(0);
    const assign =
      left.name === undefined ? undefined : this.#operator((operator) => /^([-+*/%&|^]|<<|>>)?=$/.test(operator));
    if (assign !== undefined) {
      const right = this.#assignment();
      const value = assign === '=' ? right : this.#apply(assign.slice(0, -1), left.value(), right);
      return this.#store(left, value);
    }
    if (!this.#accept('?')) return left;
    const test = left.value() !== 0n;
    const yes = this.#when(test, () => this.#comma());
    if (!this.#accept(':')) throw this.#error("`:' expected for conditional expression", this.#lastToken);
    const no = this.#when(!test, () => this.#ternary().value());
    return { value: () => (test ? yes : no) };
  }

  /** Reads an operand whose effects only count when `counts`. */
  #when(counts: boolean, read: () => bigint): bigint {
    if (!counts) this.#skipping++;
    const value = read();
    if (!counts) this.#skipping--;
    return value;
  }

  #store(operand: Operand, value: bigint): Operand {
    if (this.#skipping === 0) this.#scope.set(operand.name as string, operand.index, String(wrap(value)));
    return { value: () => wrap(value) };
  }

  #binary(level: number): Operand {
    const operators = BINARY[level];
    if (operators === undefined) return this.#power();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#operator((found) => operators.includes(found));
      if (operator === undefined) return left;
      const a = left.value();
      const decided = (operator === '&&' && a === 0n) || (operator === '||' && a !== 0n);
      const from = this.#pos;
      const b = this.#when(!decided, () => this.#binary(level + 1).value());
      if (b === 0n && (operator === '/' || operator === '%') && this.#skipping === 0)
        throw this.#error('division by 0', from);
      const value = this.#apply(operator, a, b);
      left = { value: () => value };
    }
  }

  #power(): Operand {
    const base = this.#unary();
    if (!this.#accept('**')) return base;
    const exponent = this.#power().value();
    if (exponent < 0n) throw this.#error('exponent less than 0', this.#lastToken);
    const value = wrap(base.value() ** (exponent > 4096n ? 4096n : exponent));
    return { value: () => value };
  }

  #unary(): Operand {
    const operator = this.#operator((found) => ['+', '-', '!', '~', '++', '--'].includes(found));
    if (operator === undefined) return this.#postfix();
    const operand = this.#unary();
    if (operator === '++' || operator === '--') {
      const signed = operator === '++' ? 1n : -1n;
      return operand.name === undefined ? operand : this.#store(operand, operand.value() + signed);
    }
    const value = operand.value();
    if (operator === '-') return { value: () => wrap(-value) };
    if (operator === '!') return { value: () => truth(value === 0n) };
    return { value: () => (operator === '~' ? ~value : value) };
  }

  #postfix(): Operand {
    const operand = this.#primary();
    const operator =
      operand.name === undefined ? undefined : this.#operator((found) => found === '++' || found === '--');
    if (operator === undefined) return operand;
    const value = operand.value();
    this.#store(operand, operator === '++' ? value + 1n : value - 1n);
    return { value: () => value };
  }

  #primary(): Operand {
    if (this.#accept('(')) {
      const value = this.#comma();
      if (!this.#accept(')')) throw this.#error("missing `)'", this.#lastToken);
      return { value: () => value };
    }
    const number = this.#match(NUMBER);
    if (number !== undefined) {
      const value = this.#number(number);
      return { value: () => value };
    }
    const name = this.#match(NAME);
    if (name === undefined) throw this.#error('arithmetic syntax error: operand expected', this.#lastToken);
    const index = this.#index(name);
    return { name, index, value: () => this.#variable(name, index) };
  }

  #index(name: string): number | string | undefined {
    if (this.#scope.dialect === 'ash' || this.#text[this.#pos] !== '[') return undefined;
    const close = this.#text.indexOf(']', this.#pos);
    const inner = this.#text.slice(this.#pos + 1, close < 0 ? undefined : close);
    this.#pos = close < 0 ? this.#text.length : close + 1;
    if (this.#scope.associative?.(name)) return inner;
    return Number(new Evaluator(inner, this.#scope, this.#depth + 1).run());
  }

  #variable(name: string, index: number | string | undefined): bigint {
    const text = this.#scope.get(name, index) ?? '';
    if (this.#depth > MAX_DEPTH) throw this.#error('expression recursion level exceeded', 0);
    return new Evaluator(text, this.#scope, this.#depth + 1).run();
  }

  #number(text: string): bigint {
    const based = /^(\d+)#(.+)$/.exec(text);
    if (based) return this.#based(Number(based[1]), based[2] as string);
    if (/^0[xX]/.test(text)) return wrap(BigInt(text));
    if (/^0\d/.test(text)) {
      if (/[89]/.test(text)) throw this.#error('value too great for base', this.#lastToken);
      return wrap(BigInt(`0o${text}`));
    }
    return wrap(BigInt(text));
  }

  #based(base: number, digits: string): bigint {
    const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
    let value = 0n;
    for (const digit of digits.toLowerCase()) {
      const number = alphabet.indexOf(digit);
      if (number < 0 || number >= base) throw this.#error('value too great for base', this.#lastToken);
      value = value * BigInt(base) + BigInt(number);
    }
    return wrap(value);
  }

  #apply(operator: string, a: bigint, b: bigint): bigint {
    if ((operator === '/' || operator === '%') && b === 0n) {
      if (this.#skipping === 0) throw this.#error('division by 0', this.#lastToken);
      return 0n;
    }
    return wrap(OPERATIONS[operator]?.(a, b) ?? 0n);
  }
}

const OPERATIONS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '||': (a, b) => truth(a !== 0n || b !== 0n),
  '&&': (a, b) => truth(a !== 0n && b !== 0n),
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};
