import { NotSimulated } from '../not-simulated.ts';
import type { Definition, Filter, Pattern } from './ast.ts';
import { interpolationEnd, lex, type Token } from './lex.ts';

/** A program that is none; `start` and `end` say which part of it is meant. */
export class JqProblem extends Error {
  readonly start: number;
  readonly end: number;
  /** What else is said of it. */
  also: JqProblem | undefined;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

const IDENTITY: Filter = { kind: 'identity' };
/** Operators by how tightly they bind; 'none' may not be chained. */
const LEVELS: readonly { readonly ops: readonly string[]; readonly side: 'left' | 'right' | 'none' }[] = [
  { ops: ['|'], side: 'right' },
  { ops: [','], side: 'left' },
  { ops: ['//'], side: 'right' },
  { ops: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], side: 'none' },
  { ops: ['or'], side: 'left' },
  { ops: ['and'], side: 'left' },
  { ops: ['==', '!=', '<', '<=', '>', '>='], side: 'none' },
  { ops: ['+', '-'], side: 'left' },
  { ops: ['*', '/', '%'], side: 'left' },
];
const NO_COMMA = 2;
const CONSTANTS: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Reads filters. */
class Parser {
  readonly #tokens: readonly Token[];
  /** Where the text that is read begins in the whole program. */
  readonly #offset: number;
  #at = 0;

  constructor(text: string, offset = 0) {
    this.#tokens = lex(text);
    this.#offset = offset;
  }

  program(expecting: string): Filter {
    const filter = this.#token.kind === 'end' ? IDENTITY : this.#pipe();
    if (this.#token.kind !== 'end') this.#unexpected(expecting);
    return filter;
  }

  interpolation(closed: boolean): Filter {
    const filter = this.#pipe();
    if (!closed || this.#token.kind !== 'end') this.#unexpected("QQSTRING_INTERP_END or '|' or ','");
    return filter;
  }

  definitions(): Definition[] {
    const made: Definition[] = [];
    while (this.#is('def')) made.push(this.#definition());
    return made;
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #advance(): Token {
    return this.#tokens[this.#at++] as Token;
  }

  #is(text: string): boolean {
    return (this.#token.kind === 'op' || this.#token.kind === 'keyword') && this.#token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string, expecting = ''): void {
    if (!this.#accept(text)) this.#unexpected(expecting);
  }

  #unexpected(expecting = ''): never {
    const { kind, text } = this.#token;
    const names: Readonly<Record<string, string>> = {
      ...{
        end: 'end of file',
        name: 'IDENT',
        field: 'FIELD',
        variable: 'BINDING',
        format: 'FORMAT',
        number: 'LITERAL',
      },
      ...{ string: 'QQSTRING_START', invalid: 'INVALID_CHARACTER' },
    };
    const what = names[kind] ?? (text.length === 1 ? `'${text}'` : text);
    // At the end it is the last token that is pointed at.
    const { start, end } = this.#tokens[kind === 'end' && this.#at > 0 ? this.#at - 1 : this.#at] as Token;
    const message = `syntax error, unexpected ${what}${expecting === '' ? '' : `, expecting ${expecting}`}`;
    throw new JqProblem(message, start + this.#offset, Math.max(end, start + 1) + this.#offset);
  }

  #pipe(): Filter {
    if (this.#is('def')) {
      const definition = this.#definition();
      return { kind: 'define', definition, rest: this.#pipe() };
    }
    return this.#binary(0);
  }

  #binary(level: number): Filter {
    const rule = LEVELS[level];
    if (rule === undefined) return this.#postfix();
    let left = this.#binary(level + 1);
    for (;;) {
      const op = rule.ops.find((text) => this.#is(text));
      if (op === undefined) return left;
      this.#advance();
      const right = op === '|' ? this.#pipe() : this.#binary(rule.side === 'right' ? level : level + 1);
      left = combine(op, left, right);
      if (rule.side !== 'left') return left;
    }
  }

  #definition(): Definition {
    this.#expect('def');
    const name = this.#advance().text;
    const parameters: string[] = [];
    if (this.#accept('(')) {
      do parameters.push(this.#advance().text);
      while (this.#accept(';'));
      this.#expect(')');
    }
    this.#expect(':');
    const body = this.#pipe();
    this.#expect(';');
    return { name, parameters, body };
  }

  #postfix(): Filter {
    if (this.#is('-')) {
      this.#advance();
      return { kind: 'negate', of: this.#postfix() };
    }
    if (this.#is('reduce') || this.#is('foreach')) return this.#fold(this.#advance().text as 'reduce');
    let filter = this.#term();
    for (;;) {
      const next = this.#suffix(filter);
      if (next === undefined) break;
      filter = next;
    }
    if (!this.#accept('as')) return filter;
    const pattern = this.#pattern();
    this.#expect('|');
    return { kind: 'bind', source: filter, pattern, body: this.#pipe() };
  }

  #suffix(of: Filter): Filter | undefined {
    const { kind, text } = this.#token;
    if (kind === 'field') {
      this.#advance();
      return { kind: 'index', of, key: { kind: 'literal', value: text.slice(1) } };
    }
    if (this.#accept('?')) return { kind: 'try', of };
    if (this.#is('[')) return this.#brackets(of);
    const next = this.#tokens[this.#at + 1];
    if (!this.#is('.') || next === undefined) return undefined;
    const follows = next.kind === 'string' || (next.kind === 'op' && next.text === '[');
    if (!follows && of === IDENTITY) return undefined;
    this.#advance();
    if (!follows) this.#unexpected("FORMAT or QQSTRING_START or '['");
    return next.kind === 'string' ? { kind: 'index', of, key: this.#string('text') } : this.#brackets(of);
  }

  #brackets(of: Filter): Filter {
    this.#advance();
    if (this.#accept(']')) return { kind: 'iterate', of };
    if (this.#accept(':')) {
      const to = this.#pipe();
      this.#expect(']', "'|' or ',' or ']'");
      return { kind: 'slice', of, to };
    }
    const key = this.#pipe();
    if (this.#accept(':')) {
      const to = this.#is(']') ? {} : { to: this.#pipe() };
      this.#expect(']', "'|' or ',' or ']'");
      return { kind: 'slice', of, from: key, ...to };
    }
    this.#expect(']', "'|' or ',' or ':' or ']'");
    return { kind: 'index', of, key };
  }

  #term(): Filter {
    const { kind, text, start } = this.#token;
    if (kind === 'number' || kind === 'variable' || kind === 'name') return this.#word();
    if (kind === 'field') return this.#suffix(IDENTITY) as Filter;
    if (kind === 'string') return this.#string('text');
    if (kind === 'format') {
      this.#advance();
      return this.#token.kind === 'string' ? this.#string(text.slice(1)) : { kind: 'format', name: text.slice(1) };
    }
    if (this.#is('.')) return this.#suffix(IDENTITY) ?? this.#dot();
    if (this.#accept('..')) return { kind: 'everything' };
    if (this.#accept('(')) {
      const inner = this.#pipe();
      this.#expect(')', "'|' or ',' or ')'");
      return inner;
    }
    if (this.#is('[')) return this.#array();
    if (this.#is('{')) return this.#object();
    if (this.#accept('if')) return this.#if();
    if (this.#accept('try')) return this.#try();
    if (['import', 'include', 'label', '__loc__'].includes(text) && kind === 'keyword')
      throw new NotSimulated(`jq ${text}`);
    return this.#unexpected(start === 0 && this.#at === 0 ? 'end of file' : '');
  }

  #dot(): Filter {
    this.#advance();
    return IDENTITY;
  }

  #word(): Filter {
    const { kind, text, start } = this.#advance();
    const at = start + this.#offset;
    if (kind === 'number') return { kind: 'literal', value: Number(text) };
    if (kind === 'variable') return { kind: 'variable', name: text.slice(1), at };
    if (text in CONSTANTS && !this.#is('(')) return { kind: 'literal', value: CONSTANTS[text] as null };
    const args: Filter[] = [];
    if (this.#accept('(')) {
      do args.push(this.#pipe());
      while (this.#accept(';'));
      this.#expect(')', "';' or ')'");
    }
    return { kind: 'call', name: text, args, at };
  }

  #array(): Filter {
    this.#advance();
    if (this.#accept(']')) return { kind: 'array' };
    const of = this.#pipe();
    this.#expect(']', "'|' or ',' or ']'");
    return { kind: 'array', of };
  }

  #object(): Filter {
    this.#advance();
    const entries: (readonly [Filter, Filter])[] = [];
    while (!this.#is('}')) {
      entries.push(this.#entry());
      if (!this.#accept(',')) break;
    }
    this.#expect('}', "'}'");
    return { kind: 'object', entries };
  }

  #entry(): readonly [Filter, Filter] {
    const { kind, text, start } = this.#token;
    if (kind === 'variable') {
      this.#advance();
      return [
        { kind: 'literal', value: text.slice(1) },
        { kind: 'variable', name: text.slice(1), at: start + this.#offset },
      ];
    }
    const key = this.#key();
    if (this.#accept(':')) return [key, this.#entryValue()];
    return [key, { kind: 'index', of: IDENTITY, key }];
  }

  #key(): Filter {
    const { kind, text } = this.#token;
    if (kind === 'string') return this.#string('text');
    if (this.#accept('(')) {
      const key = this.#pipe();
      this.#expect(')', "'|' or ',' or ')'");
      return key;
    }
    if (kind !== 'name' && kind !== 'keyword') return this.#unexpected();
    this.#advance();
    return { kind: 'literal', value: text };
  }

  /** A value: no comma, but pipes. */
  #entryValue(): Filter {
    const left = this.#binary(NO_COMMA);
    return this.#accept('|') ? combine('|', left, this.#entryValue()) : left;
  }

  #if(): Filter {
    const { start } = this.#tokens[this.#at - 1] as Token;
    try {
      return this.#branches();
    } catch (error) {
      const end = this.#tokens.at(-2)?.end ?? 0;
      if (error instanceof JqProblem && this.#token.kind === 'end')
        error.also ??= new JqProblem("Possibly unterminated 'if' statement", start + this.#offset, end + this.#offset);
      throw error;
    }
  }

  #branches(): Filter {
    const test = this.#pipe();
    this.#expect('then');
    const yes = this.#pipe();
    if (this.#accept('elif')) return { kind: 'if', test, yes, no: this.#branches() };
    const no = this.#accept('else') ? { no: this.#pipe() } : {};
    this.#expect('end');
    return { kind: 'if', test, yes, ...no };
  }

  #try(): Filter {
    const of = this.#tryTerm();
    return this.#accept('catch') ? { kind: 'try', of, handler: this.#tryTerm() } : { kind: 'try', of };
  }

  #tryTerm(): Filter {
    let filter = this.#term();
    for (let next = this.#suffix(filter); next !== undefined; next = this.#suffix(filter)) filter = next;
    return filter;
  }

  #fold(kind: 'reduce' | 'foreach'): Filter {
    const source = this.#tryTerm();
    this.#expect('as');
    const pattern = this.#pattern();
    this.#expect('(');
    const start = this.#pipe();
    this.#expect(';');
    const update = this.#pipe();
    const extract = kind === 'foreach' && this.#accept(';') ? { extract: this.#pipe() } : {};
    this.#expect(')');
    return { kind, source, pattern, start, update, ...extract };
  }

  #pattern(): Pattern {
    if (this.#token.kind === 'variable') return { kind: 'name', name: this.#advance().text.slice(1) };
    if (this.#accept('[')) {
      const items: Pattern[] = [];
      do items.push(this.#pattern());
      while (this.#accept(','));
      this.#expect(']');
      return { kind: 'array', items };
    }
    if (!this.#accept('{')) this.#unexpected("BINDING or '[' or '{'");
    return this.#objectPattern();
  }

  #objectPattern(): Pattern {
    const entries: (readonly [Filter, Pattern])[] = [];
    do {
      const { kind, text } = this.#token;
      if (kind === 'variable') {
        this.#advance();
        entries.push([
          { kind: 'literal', value: text.slice(1) },
          { kind: 'name', name: text.slice(1) },
        ]);
      } else {
        const key = this.#key();
        this.#expect(':');
        entries.push([key, this.#pattern()]);
      }
    } while (this.#accept(','));
    this.#expect('}');
    return { kind: 'object', entries };
  }

  /** A string with what is interpolated in it. */
  #string(format: string): Filter {
    const { text, start, end } = this.#advance();
    const offset = start + 1 + this.#offset;
    const parts: (string | Filter)[] = [];
    for (let at = 0; at < text.length; ) {
      if (text.startsWith('\\(', at)) {
        const close = interpolationEnd(text, at + 1);
        const closed = text[close - 1] === ')' && close > at + 2;
        const inner = new Parser(text.slice(at + 2, closed ? close - 1 : close), offset + at + 2);
        parts.push(inner.interpolation(closed));
        at = close;
        continue;
      }
      const piece = /^(?:[^\\]|\\[^(])+/s.exec(text.slice(at))?.[0] ?? text.slice(at);
      parts.push(unescaped(piece));
      at += piece.length;
    }
    if (end - start !== text.length + 2)
      throw new JqProblem(
        'syntax error, unexpected end of file, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END',
        offset,
        offset + text.length,
      );
    const [only] = parts;
    if (parts.every((part) => typeof part === 'string')) return { kind: 'literal', value: (only as string) ?? '' };
    return { kind: 'string', parts, format };
  }
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code?: string, char?: string) =>
    code === undefined ? (ESCAPES[char ?? ''] ?? char ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );

function combine(op: string, left: Filter, right: Filter): Filter {
  if (op === '|') return { kind: 'pipe', left, right };
  if (op === ',') return { kind: 'comma', left, right };
  if (op === '//') return { kind: 'alternative', left, right };
  if (op === 'and' || op === 'or') return { kind: op, left, right };
  return op.endsWith('=') && !['==', '!=', '<=', '>='].includes(op)
    ? { kind: 'assign', op: op.slice(0, -1), left, right }
    : { kind: 'binary', op, left, right };
}

/** Reads a program. Throws {@link JqProblem}. */
export const parse = (text: string): Filter => new Parser(text).program('end of file');

/** Reads a list of definitions. */
export const parseDefinitions = (text: string): readonly Definition[] => new Parser(text).definitions();
