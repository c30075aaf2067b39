import { BadRegex, posixRegex } from '../posix-regex.ts';
import type { Expression, Place } from './ast.ts';
import { AwkProblem } from './fault.ts';
import type { Lexer, Token } from './lex.ts';

const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=', '**=']);
const COMPARISONS = new Set(['<', '<=', '==', '!=', '>', '>=']);

/** How many arguments each function wants at least; those that need none may stand without parentheses only if `length`. */
const LEAST: Readonly<Record<string, number>> = {
  ...{ substr: 2, index: 2, split: 2, sub: 2, gsub: 2, match: 2, sprintf: 1, sin: 1, cos: 1, atan2: 2, exp: 1, log: 1 },
  ...{ sqrt: 1, int: 1, tolower: 1, toupper: 1, system: 1, close: 1 },
};

/** Compiles an expression of awk. Throws AwkProblem. */
export function awkRegex(source: string, line: number): RegExp {
  try {
    return posixRegex(source, { extended: true, flags: 'g', newlines: true, bracketEscapes: true });
  } catch (error) {
    if (error instanceof BadRegex) throw new AwkProblem('regex', source, line);
    throw error;
  }
}

/** Reads expressions, by precedence from the loosest to the tightest. */
export class ExpressionParser {
  protected readonly lexer: Lexer;
  protected token: Token;
  protected readonly calls: string[] = [];
  /** Inside `print …` a bare `>` redirects; in the head of a `for` an `in` may be its own. */
  #bareGreater = true;
  #bareIn = true;

  constructor(lexer: Lexer) {
    this.lexer = lexer;
    this.token = lexer.next();
  }

  protected advance(): Token {
    const token = this.token;
    this.token = this.lexer.next();
    return token;
  }

  protected is(text: string): boolean {
    return (this.token.kind === 'op' || this.token.kind === 'keyword') && this.token.text === text;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.advance();
    return true;
  }

  protected expect(text: string): void {
    if (!this.accept(text)) this.unexpected();
  }

  protected unexpected(): never {
    const { kind, text, line } = this.token;
    throw kind === 'end' ? new AwkProblem('end of program', '', line + 1) : new AwkProblem('token', text, line);
  }

  protected skipNewlines(): void {
    while (this.token.kind === 'newline') this.advance();
  }

  /** Parses with other rules for a bare `>` and `in`. */
  protected within<T>(rules: { greater?: boolean; in?: boolean }, parse: () => T): T {
    const saved = [this.#bareGreater, this.#bareIn] as const;
    this.#bareGreater = rules.greater ?? this.#bareGreater;
    this.#bareIn = rules.in ?? this.#bareIn;
    try {
      return parse();
    } finally {
      [this.#bareGreater, this.#bareIn] = saved;
    }
  }

  protected expression(): Expression {
    const test = this.#or();
    if (!this.accept('?')) return test;
    this.skipNewlines();
    const yes = this.expression();
    this.skipNewlines();
    this.expect(':');
    this.skipNewlines();
    return { kind: 'conditional', test, yes, no: this.expression() };
  }

  protected list(close: string): Expression[] {
    const items: Expression[] = [];
    this.skipNewlines();
    while (!this.is(close)) {
      items.push(this.expression());
      this.skipNewlines();
      if (!this.accept(',')) break;
      this.skipNewlines();
    }
    return items;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.accept('||')) {
      this.skipNewlines();
      left = { kind: 'logic', op: '||', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expression {
    let left = this.#in();
    while (this.accept('&&')) {
      this.skipNewlines();
      left = { kind: 'logic', op: '&&', left, right: this.#in() };
    }
    return left;
  }

  #in(): Expression {
    let left = this.#match();
    while (this.#bareIn && this.accept('in'))
      left = { kind: 'in', keys: left.kind === 'group' ? left.items : [left], array: this.name() };
    return left;
  }

  protected name(): string {
    return this.token.kind === 'name' ? this.advance().text : this.unexpected();
  }

  #match(): Expression {
    let text = this.#comparison();
    while (this.is('~') || this.is('!~')) {
      const negated = this.advance().text === '!~';
      text = { kind: 'match', negated, text, pattern: this.#comparison() };
    }
    return text;
  }

  #comparison(): Expression {
    let left = this.#concatenation();
    for (;;) {
      const { text: op, line } = this.token;
      if (this.is('|') && this.#pipesToGetline()) left = this.#getline('command', left);
      else if (COMPARISONS.has(op) && this.is(op) && (op !== '>' || this.#bareGreater)) {
        this.advance();
        left = { kind: 'binary', op, left, right: this.#concatenation(), line };
      } else return left;
    }
  }

  #pipesToGetline(): boolean {
    const pipe = this.advance();
    if (this.accept('getline')) return true;
    this.lexer.rewind(pipe);
    this.token = this.lexer.next();
    return false;
  }

  #concatenation(): Expression {
    let left = this.#additive();
    while (this.#startsOperand())
      left = { kind: 'binary', op: ' ', left, right: this.#additive(), line: this.token.line };
    return left;
  }

  #startsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === 'op') return ['$', '(', '++', '--'].includes(text);
    return ['number', 'string', 'name', 'call', 'builtin'].includes(kind);
  }

  #operators(ops: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const op = ops.find((text) => this.is(text));
      if (op === undefined) return left;
      const { line } = this.advance();
      left = { kind: 'binary', op, left, right: operand(), line };
    }
  }

  #additive(): Expression {
    return this.#operators(['+', '-'], () => this.#operators(['*', '/', '%'], () => this.#unary()));
  }

  #unary(): Expression {
    const op = (['!', '-', '+'] as const).find((text) => this.is(text));
    if (op === undefined) return this.#power();
    this.advance();
    return { kind: 'unary', op, operand: this.#unary() };
  }

  #power(): Expression {
    const left = this.#postfix();
    const { line } = this.token;
    if (!this.accept('^') && !this.accept('**')) return left;
    const right = this.is('-') || this.is('+') || this.is('!') ? this.#unary() : this.#power();
    return { kind: 'binary', op: '^', left, right, line };
  }

  #postfix(): Expression {
    const place = this.#primary();
    if (!isPlace(place)) return place;
    const { text: op, line } = this.token;
    if (this.token.kind === 'op' && ASSIGNMENTS.has(op)) {
      this.advance();
      this.skipNewlines();
      return { kind: 'assign', op: op.slice(0, -1), place, value: this.expression(), line };
    }
    if (this.is('++') || this.is('--'))
      return { kind: 'step', place, by: this.advance().text === '++' ? 1 : -1, prefix: false };
    return place;
  }

  #primary(): Expression {
    const { kind, text, line } = this.token;
    if (kind === 'op') return this.#operatorPrimary();
    if (kind === 'keyword' && text === 'getline') {
      this.advance();
      return this.#getline('input');
    }
    if (!['number', 'string', 'name', 'call', 'builtin'].includes(kind)) return this.unexpected();
    this.advance();
    if (kind === 'number') return { kind: 'constant', value: Number(text) };
    if (kind === 'string') return { kind: 'constant', value: text };
    if (kind === 'builtin') return this.#builtin(text, line);
    if (kind === 'call') {
      this.calls.push(text);
      return { kind: 'call', name: text, args: this.#arguments(), line };
    }
    if (!this.accept('[')) return { kind: 'name', name: text };
    const keys = this.within({ greater: true, in: true }, () => this.list(']'));
    this.expect(']');
    return { kind: 'element', array: text, keys };
  }

  #operatorPrimary(): Expression {
    const { text, line } = this.token;
    if (text === '/' || text === '/=') {
      const source = this.lexer.regex(this.token);
      this.token = this.lexer.next();
      return { kind: 'regex', regex: awkRegex(source, line) };
    }
    if (text === '(') return this.#group();
    if (text === '$') {
      this.advance();
      const prefixed = ['++', '--', '-', '+', '!'].some((op) => this.is(op));
      return { kind: 'field', index: prefixed ? this.#unary() : this.#primary(), line };
    }
    if (text !== '++' && text !== '--') return this.unexpected();
    this.advance();
    const place = this.#primary();
    return isPlace(place) ? { kind: 'step', place, by: text === '++' ? 1 : -1, prefix: true } : this.unexpected();
  }

  #group(): Expression {
    this.advance();
    const items = this.within({ greater: true, in: true }, () => this.list(')'));
    if (items.length === 0) this.unexpected();
    this.expect(')');
    return { kind: 'group', items };
  }

  #arguments(): Expression[] {
    this.expect('(');
    const args = this.within({ greater: true, in: true }, () => this.list(')'));
    this.expect(')');
    return args;
  }

  #builtin(name: string, line: number): Expression {
    if (name === 'length' && !this.is('(')) return { kind: 'builtin', name, args: [], line };
    const args = this.#arguments();
    const least = LEAST[name] ?? 0;
    if (args.length < least) throw new AwkProblem('arguments', `${name}: ${args.length} (need ${least})`, line);
    return { kind: 'builtin', name, args, line };
  }

  #getline(from: 'input' | 'command', source?: Expression): Expression {
    const place = this.token.kind === 'name' || this.is('$') ? this.#primary() : undefined;
    const target = place && isPlace(place) ? { place } : {};
    if (from === 'input' && this.accept('<'))
      return { kind: 'getline', from: 'file', source: this.#primary(), ...target };
    return { kind: 'getline', from, ...(source && { source }), ...target };
  }
}

const isPlace = (expression: Expression): expression is Place =>
  expression.kind === 'name' || expression.kind === 'element' || expression.kind === 'field';
