import type { AwkFunction, Expression, Program, Redirection, Rule, Statement } from './ast.ts';
import { ExpressionParser } from './expressions.ts';
import { AwkProblem } from './fault.ts';
import { Lexer } from './lex.ts';

/** Reads a whole program. */
class ProgramParser extends ExpressionParser {
  readonly #functions = new Map<string, AwkFunction>();
  #inFunction = false;
  #inRule = false;

  program(): Program {
    const [begin, end, rules]: [Statement[], Statement[], Rule[]] = [[], [], []];
    for (this.#separators(); this.token.kind !== 'end'; this.#separators()) {
      if (this.accept('BEGIN')) begin.push(this.#block());
      else if (this.accept('END')) end.push(this.#block());
      else if (this.is('function') || this.is('func')) this.#function();
      else rules.push(this.#rule());
    }
    return { begin, end, rules, functions: this.#functions, calls: this.calls, lastLine: this.token.line + 1 };
  }

  #separators(): void {
    while (this.token.kind === 'newline' || this.is(';')) this.advance();
  }

  #rule(): Rule {
    this.#inRule = true;
    const from = this.is('{') ? undefined : this.expression();
    let to: Expression | undefined;
    if (from !== undefined && this.accept(',')) {
      this.skipNewlines();
      to = this.expression();
    }
    const action = this.is('{') ? this.#block() : undefined;
    if (action === undefined && !this.#atEnd()) this.unexpected();
    this.#inRule = false;
    return { ...(from && { from }), ...(to && { to }), ...(action && { action }) };
  }

  #function(): void {
    this.advance();
    if (this.token.kind !== 'name' && this.token.kind !== 'call') this.unexpected();
    const { text: name } = this.advance();
    this.expect('(');
    const parameters = this.list(')').map((parameter) =>
      parameter.kind === 'name' ? parameter.name : this.unexpected(),
    );
    this.expect(')');
    this.skipNewlines();
    this.#inFunction = true;
    this.#functions.set(name, { parameters, body: this.#block() });
    this.#inFunction = false;
  }

  #block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    for (this.#separators(); !this.is('}'); this.#separators()) {
      if (this.token.kind === 'end') throw new AwkProblem('missing }', '', this.token.line + 1);
      body.push(this.#statement());
    }
    this.advance();
    return { kind: 'block', body };
  }

  /** A simple statement ends at `;`, a newline, or before `}`. */
  #atEnd(): boolean {
    return this.token.kind === 'newline' || this.token.kind === 'end' || this.is(';') || this.is('}');
  }

  #statement(): Statement {
    if (this.is('{')) return this.#block();
    const compound = this.#compound();
    if (compound !== undefined) return compound;
    const statement = this.#simple();
    if (!this.#atEnd()) this.unexpected();
    if (!this.is('}') && this.token.kind !== 'end') this.advance();
    return statement;
  }

  #compound(): Statement | undefined {
    if (this.accept('if')) return this.#if();
    if (this.accept('while')) {
      const test = this.#condition();
      return { kind: 'while', test, body: this.#body() };
    }
    if (this.accept('for')) return this.#for();
    if (!this.accept('do')) return undefined;
    const body = this.#body();
    this.#separators();
    this.expect('while');
    return { kind: 'do', body, test: this.#condition() };
  }

  #condition(): Expression {
    this.expect('(');
    const test = this.expression();
    this.expect(')');
    return test;
  }

  #body(): Statement {
    this.skipNewlines();
    if (!this.accept(';')) return this.#statement();
    return { kind: 'block', body: [] };
  }

  #if(): Statement {
    const test = this.#condition();
    const yes = this.#body();
    const ahead = this.token;
    this.#separators();
    if (this.accept('else')) return { kind: 'if', test, yes, no: this.#body() };
    this.lexer.rewind(ahead);
    this.token = this.lexer.next();
    return { kind: 'if', test, yes };
  }

  #for(): Statement {
    this.expect('(');
    const each = this.#each();
    if (each !== undefined) return each;
    const start = this.is(';') ? undefined : this.#simple();
    this.expect(';');
    this.skipNewlines();
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.skipNewlines();
    const step = this.is(')') ? undefined : this.#simple();
    this.expect(')');
    return { kind: 'for', ...(start && { start }), ...(test && { test }), ...(step && { step }), body: this.#body() };
  }

  /** `for (key in array)`; the parser goes back where it is none. */
  #each(): Statement | undefined {
    const first = this.token;
    if (first.kind === 'name') {
      const { text: name } = this.advance();
      if (this.accept('in') && (this.token as { kind: string }).kind === 'name') {
        const array = this.name();
        if (this.accept(')')) return { kind: 'each', name, array, body: this.#body() };
      }
    }
    this.lexer.rewind(first);
    this.token = this.lexer.next();
    return undefined;
  }

  #simple(): Statement {
    const { text, kind, line } = this.token;
    if (kind !== 'keyword' || text === 'getline') return { kind: 'expression', expression: this.expression() };
    this.advance();
    switch (text) {
      case 'print':
      case 'printf':
        return this.#print(text, line);
      case 'delete':
        return this.#delete();
      case 'return':
        if (!this.#inFunction) throw new AwkProblem('return', '', line);
        return this.#valued(text);
      case 'exit':
        return this.#valued(text);
      case 'next':
      case 'nextfile':
        if (!this.#inRule && !this.#inFunction) throw new AwkProblem('next', text, line);
        return { kind: text };
      case 'break':
      case 'continue':
        return { kind: text };
      default:
        throw new AwkProblem('token', text, line);
    }
  }

  #valued(kind: 'exit' | 'return'): Statement {
    return this.#atEnd() ? { kind } : { kind, value: this.expression() };
  }

  #delete(): Statement {
    const array = this.name();
    if (!this.accept('[')) return { kind: 'delete', array };
    const keys = this.list(']');
    this.expect(']');
    return { kind: 'delete', array, keys };
  }

  #print(kind: 'print' | 'printf', line: number): Statement {
    const items: Expression[] = [];
    const starts = !this.#atEnd() && !['>', '>>', '|'].some((op) => this.is(op));
    if (starts)
      this.within({ greater: false }, () => {
        do {
          this.skipNewlines();
          items.push(this.expression());
        } while (this.accept(','));
      });
    const [only] = items;
    const args = items.length === 1 && only?.kind === 'group' ? only.items : items;
    const op = (['>', '>>', '|'] as const).find((text) => this.is(text));
    if (op === undefined) return { kind, args, line };
    this.advance();
    const to: Redirection = { kind: op, target: this.within({ greater: false }, () => this.expression()) };
    return { kind, args, to, line };
  }
}

/** Reads a program of awk. Throws {@link AwkProblem}. */
export const parseProgram = (text: string): Program => new ProgramParser(new Lexer(text)).program();
