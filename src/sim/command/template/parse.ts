import { goQuote } from '../go-quote.ts';
import { lex, type Token, type TokenType } from './lex.ts';
import { constant } from './literal.ts';
import {
  type Branch,
  type CommandNode,
  describe,
  type Fields,
  type Operand,
  type Pipe,
  type Statement,
} from './nodes.ts';

/** A template that cannot be read, as Go words it: `template: :1: unclosed action`. */
class TemplateSyntaxError extends Error {}

export interface ParsedTemplate {
  /** As errors show it; most of docker's have none. */
  readonly name: string;
  readonly source: string;
  readonly root: readonly Statement[];
  readonly defined: ReadonlyMap<string, readonly Statement[]>;
}

type Ending = 'end' | 'else';

const OPERANDS: ReadonlySet<TokenType> = new Set([
  'bool',
  'char',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'string',
  'variable',
  'open',
]);

function shown({ type, text }: Token): string {
  if (type === 'eof' || type === 'error') return text;
  if (type === 'keyword' || type === 'dot' || type === 'nil') return `<${text}>`;
  return text.length > 10 ? `${goQuote(text.slice(0, 10))}...` : goQuote(text);
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #isFunction: (name: string) => boolean;
  readonly defined = new Map<string, readonly Statement[]>();
  #next = 0;
  #variables = ['$'];
  #loops = 0;

  constructor(source: string, isFunction: (name: string) => boolean) {
    this.#tokens = lex(source);
    this.#isFunction = isFunction;
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #skipSpace(): Token {
    while (this.#peek().type === 'space') this.#next++;
    return this.#peek();
  }

  #fail(message: string): never {
    const token = this.#tokens[Math.max(0, Math.min(this.#next - 1, this.#tokens.length - 1))] as Token;
    throw new TemplateSyntaxError(`template: :${token.line}: ${message}`);
  }

  #unexpected(token: Token, context: string): never {
    return this.#fail(token.type === 'error' ? token.text : `unexpected ${shown(token)} in ${context}`);
  }

  #expect(type: TokenType, context: string): Token {
    this.#skipSpace();
    const token = this.#take();
    return token.type === type ? token : this.#unexpected(token, context);
  }

  template(): readonly Statement[] {
    const [statements, ending] = this.#statements();
    return ending === undefined ? statements : this.#fail(`unexpected {{${ending}}}`);
  }

  /** Statements up to an `{{end}}` or `{{else}}`, or the end of the source. */
  #statements(): [Statement[], Ending | undefined] {
    const statements: Statement[] = [];
    for (;;) {
      const token = this.#take();
      if (token.type === 'eof') return [statements, undefined];
      if (token.type === 'text') statements.push({ kind: 'text', text: token.text });
      else if (token.type !== 'left') this.#unexpected(token, 'input');
      else {
        const action = this.#action();
        if (action === 'end' || action === 'else') return [statements, action];
        if (action !== undefined) statements.push(action);
      }
    }
  }

  #action(): Statement | Ending | undefined {
    const token = this.#skipSpace();
    if (token.type !== 'keyword') return { kind: 'action', pipe: this.#pipe('command', 'right') };
    this.#take();
    switch (token.text) {
      case 'end':
        this.#expect('right', 'end');
        return 'end';
      case 'else':
        return this.#else();
      case 'if':
      case 'range':
      case 'with':
        return this.#scoped(() => this.#branch(token.text as Branch['kind']));
      case 'break':
      case 'continue':
        if (this.#loops === 0) this.#fail(`{{${token.text}}} outside {{range}}`);
        this.#expect('right', `{{${token.text}}}`);
        return { kind: token.text };
      case 'template':
        return this.#invoke();
      default:
        return this.#define(token);
    }
  }

  /** After `else` may come the delimiter, or `if` and `with`, which stay to be read by the branch. */
  #else(): Ending {
    const next = this.#skipSpace();
    if (next.type !== 'keyword' || (next.text !== 'if' && next.text !== 'with')) this.#expect('right', 'else');
    return 'else';
  }

  #scoped<T>(read: () => T): T {
    const outer = this.#variables;
    this.#variables = [...outer];
    const result = read();
    this.#variables = outer;
    return result;
  }

  #branch(kind: Branch['kind']): Branch {
    const pipe = this.#pipe(kind, 'right');
    if (kind === 'range') this.#loops++;
    const [then, ending] = this.#statements();
    if (kind === 'range') this.#loops--;
    if (ending === undefined) this.#fail('unexpected EOF');
    return { kind, pipe, then, otherwise: ending === 'end' ? [] : this.#otherwise(kind) };
  }

  #otherwise(kind: Branch['kind']): readonly Statement[] {
    const next = this.#peek();
    if (next.type === 'keyword' && (next.text === 'if' || next.text === 'with')) {
      if (next.text !== kind) this.#unexpected(this.#take(), 'else');
      this.#take();
      return [this.#branch(kind)];
    }
    const [statements, ending] = this.#statements();
    if (ending === 'else') this.#fail('expected end; found {{else}}');
    if (ending === undefined) this.#fail('unexpected EOF');
    return statements;
  }

  #invoke(): Statement {
    const { at } = this.#skipSpace();
    const name = this.#name('template clause');
    const more = this.#skipSpace().type !== 'right';
    if (!more) this.#take();
    return { kind: 'template', at, name, pipe: more ? this.#pipe('template', 'right') : undefined };
  }

  #name(context: string): string {
    const token = this.#expect('string', context);
    return constant(token).value as string;
  }

  #define(token: Token): Statement | undefined {
    const { at } = this.#skipSpace();
    const name = this.#name(`${token.text} clause`);
    const pipe = token.text === 'block' ? this.#pipe('block clause', 'right') : undefined;
    if (pipe === undefined) this.#expect('right', 'define clause');
    const [body, ending] = this.#scoped(() => this.#statements());
    if (ending !== 'end') this.#fail(ending === 'else' ? 'unexpected {{else}} in define clause' : 'unexpected EOF');
    this.defined.set(name, body);
    return pipe === undefined ? undefined : { kind: 'template', at, name, pipe };
  }

  #pipe(context: string, end: TokenType): Pipe {
    const { at } = this.#skipSpace();
    const { variables, assigns } = this.#declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.#skipSpace();
      if (token.type === end) break;
      if (!OPERANDS.has(token.type)) this.#unexpected(this.#take(), context);
      commands.push(this.#command());
    }
    this.#take();
    this.#check(commands, context);
    if (!assigns) this.#variables.push(...variables);
    return { kind: 'pipe', at, variables, assigns, commands };
  }

  #check(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) this.#fail(`missing value for ${context}`);
    commands.forEach(({ words }, i) => {
      const kind = words[0]?.kind;
      if (i > 0 && (kind === 'dot' || kind === 'nil' || kind === 'constant')) {
        this.#fail(`non executable command in pipeline stage ${i + 1}`);
      }
    });
  }

  #declarations(context: string): { variables: string[]; assigns: boolean } {
    const variables: string[] = [];
    for (;;) {
      const start = this.#next;
      if (this.#skipSpace().type !== 'variable') {
        return variables.length === 0
          ? { variables, assigns: false }
          : this.#fail('range can only initialize variables');
      }
      const { text } = this.#take();
      const after = this.#skipSpace();
      if (after.type !== 'declare' && after.type !== 'assign' && after.type !== 'comma') {
        this.#next = start;
        return { variables, assigns: false };
      }
      this.#take();
      variables.push(text);
      if (after.type !== 'comma') return { variables, assigns: after.type === 'assign' };
      if (context !== 'range' || variables.length > 1) this.#fail(`too many declarations in ${context}`);
    }
  }

  #command(): CommandNode {
    const { at } = this.#peek();
    const words: Operand[] = [];
    for (;;) {
      this.#skipSpace();
      const operand = this.#operand();
      if (operand !== undefined) words.push(operand);
      const token = this.#take();
      if (token.type === 'space') continue;
      if (token.type === 'right' || token.type === 'close') this.#next--;
      else if (token.type !== 'pipe') this.#unexpected(token, 'operand');
      break;
    }
    return words.length === 0 ? this.#fail('empty command') : { kind: 'command', at, words };
  }

  #operand(): Operand | undefined {
    const term = this.#term();
    if (term === undefined || this.#peek().type !== 'field') return term;
    const { at } = this.#peek();
    const names: string[] = [];
    while (this.#peek().type === 'field') names.push(this.#take().text.slice(1));
    if (term.kind === 'fields') return { ...term, at, names: [...term.names, ...names] };
    if (term.kind === 'constant' || term.kind === 'dot' || term.kind === 'nil') {
      this.#fail(`unexpected . after term ${goQuote(describe(term))}`);
    }
    return { kind: 'fields', at, base: term, names } satisfies Fields;
  }

  #constant(token: Token): Operand {
    try {
      return constant(token);
    } catch (error) {
      return this.#fail((error as Error).message);
    }
  }

  #term(): Operand | undefined {
    const token = this.#peek();
    const { at, text, type } = token;
    if (!OPERANDS.has(type)) return undefined;
    this.#take();
    switch (type) {
      case 'identifier':
        return this.#isFunction(text)
          ? { kind: 'identifier', at, name: text }
          : this.#fail(`function ${goQuote(text)} not defined`);
      case 'dot':
        return { kind: 'dot', at };
      case 'nil':
        return { kind: 'nil', at };
      case 'variable':
        return this.#variables.includes(text)
          ? { kind: 'variable', at, name: text }
          : this.#fail(`undefined variable ${goQuote(text)}`);
      case 'field':
        return { kind: 'fields', at, base: 'dot', names: [text.slice(1)] };
      case 'open':
        return this.#pipe('parenthesized pipeline', 'close');
      default:
        return this.#constant(token);
    }
  }
}

/** Reads a template; `isFunction` tells the names that may be called. Throws {@link TemplateSyntaxError}. */
export function parseTemplate(source: string, isFunction: (name: string) => boolean, name = ''): ParsedTemplate {
  const parser = new Parser(source, isFunction);
  return { name, source, root: parser.template(), defined: parser.defined };
}
