import { NotSimulated } from '../not-simulated.ts';
import type { Definition, Filter, Pattern } from './ast.ts';
import { interpolationEnd } from './lex.ts';
import { combine, LEVELS } from './operators.ts';
import { JqProblem, TokenStream } from './token-stream.ts';

const IDENTITY: Filter = { kind: 'identity' };
const NO_COMMA = 2;
const CONSTANTS: Readonly<Record<string, null | boolean>> = { null: null, true: true, false: false };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** Reads filters. */
class Parser {
  readonly #in: TokenStream;
  /** Where the text that is read begins in the whole program. */
  readonly #offset: number;

  constructor(text: string, offset = 0) {
    this.#in = new TokenStream(text, offset);
    this.#offset = offset;
  }

  program(expecting: string): Filter {
    const filter = this.#in.token.kind === 'end' ? IDENTITY : this.#pipe();
    if (this.#in.token.kind !== 'end') this.#in.unexpected(expecting);
    return filter;
  }

  interpolation(closed: boolean): Filter {
    const filter = this.#pipe();
    if (!closed || this.#in.token.kind !== 'end') this.#in.unexpected("QQSTRING_INTERP_END or '|' or ','");
    return filter;
  }

  definitions(): Definition[] {
    const made: Definition[] = [];
    while (this.#in.is('def')) made.push(this.#definition());
    return made;
  }

  #pipe(): Filter {
    if (this.#in.is('def')) {
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
      const op = rule.ops.find((text) => this.#in.is(text));
      if (op === undefined) return left;
      this.#in.advance();
      const right = op === '|' ? this.#pipe() : this.#binary(rule.side === 'right' ? level : level + 1);
      left = combine(op, left, right);
      if (rule.side !== 'left') return left;
    }
  }

  #definition(): Definition {
    this.#in.expect('def');
    if (this.#in.token.kind !== 'name') this.#in.unexpected('IDENT');
    const name = this.#in.advance().text;
    const parameters: string[] = [];
    if (this.#in.accept('(')) {
      do parameters.push(this.#parameter());
      while (this.#in.accept(';'));
      this.#in.expect(')', "';' or ')'");
    }
    this.#in.expect(':', parameters.length > 0 ? "':'" : "':' or '('");
    const body = this.#pipe();
    this.#in.expect(';', "'|' or ',' or ';'");
    return { name, parameters, body };
  }

  #parameter(): string {
    const { kind } = this.#in.token;
    if (kind !== 'name' && kind !== 'variable') this.#in.unexpected('IDENT or BINDING');
    return this.#in.advance().text;
  }

  #postfix(): Filter {
    if (this.#in.is('-')) {
      this.#in.advance();
      return { kind: 'negate', of: this.#postfix() };
    }
    if (this.#in.is('reduce') || this.#in.is('foreach')) return this.#fold(this.#in.advance().text as 'reduce');
    let filter = this.#term();
    for (;;) {
      const next = this.#suffix(filter);
      if (next === undefined) break;
      filter = next;
    }
    if (!this.#in.accept('as')) return filter;
    const pattern = this.#pattern();
    this.#in.expect('|');
    return { kind: 'bind', source: filter, pattern, body: this.#pipe() };
  }

  #suffix(of: Filter): Filter | undefined {
    const { kind, text } = this.#in.token;
    if (kind === 'field') {
      this.#in.advance();
      return { kind: 'index', of, key: { kind: 'literal', value: text.slice(1) } };
    }
    if (this.#in.accept('?')) return { kind: 'try', of };
    if (this.#in.is('[')) return this.#brackets(of);
    const next = this.#in.following;
    if (!this.#in.is('.') || next === undefined) return undefined;
    const follows = next.kind === 'string' || (next.kind === 'op' && next.text === '[');
    if (!follows && of === IDENTITY) return undefined;
    this.#in.advance();
    if (!follows) this.#in.unexpected("FORMAT or QQSTRING_START or '['");
    return next.kind === 'string' ? { kind: 'index', of, key: this.#string('text') } : this.#brackets(of);
  }

  #brackets(of: Filter): Filter {
    this.#in.advance();
    if (this.#in.accept(']')) return { kind: 'iterate', of };
    if (this.#in.accept(':')) {
      const to = this.#pipe();
      this.#in.expect(']', "'|' or ',' or ']'");
      return { kind: 'slice', of, to };
    }
    const key = this.#pipe();
    if (this.#in.accept(':')) {
      const to = this.#in.is(']') ? {} : { to: this.#pipe() };
      this.#in.expect(']', "'|' or ',' or ']'");
      return { kind: 'slice', of, from: key, ...to };
    }
    this.#in.expect(']', "'|' or ',' or ':' or ']'");
    return { kind: 'index', of, key };
  }

  #term(): Filter {
    const { kind, text, start } = this.#in.token;
    if (kind === 'number' || kind === 'variable' || kind === 'name') return this.#word();
    if (kind === 'field') return this.#suffix(IDENTITY) as Filter;
    if (kind === 'string') return this.#string('text');
    if (kind === 'format') {
      this.#in.advance();
      return this.#in.token.kind === 'string' ? this.#string(text.slice(1)) : { kind: 'format', name: text.slice(1) };
    }
    if (this.#in.is('.')) return this.#suffix(IDENTITY) ?? this.#dot();
    if (this.#in.accept('..')) return { kind: 'everything' };
    if (this.#in.accept('(')) {
      const inner = this.#pipe();
      this.#in.expect(')', "'|' or ',' or ')'");
      return inner;
    }
    if (this.#in.is('[')) return this.#array();
    if (this.#in.is('{')) return this.#object();
    if (this.#in.accept('if')) return this.#if();
    if (this.#in.accept('try')) return this.#try();
    if (['import', 'include', 'label'].includes(text) && kind === 'keyword') throw new NotSimulated(`jq ${text}`);
    return this.#in.unexpected(start === 0 && this.#in.atStart ? 'end of file' : '');
  }

  #dot(): Filter {
    this.#in.advance();
    return IDENTITY;
  }

  #word(): Filter {
    const { kind, text, start } = this.#in.advance();
    const at = start + this.#offset;
    if (kind === 'number') return { kind: 'literal', value: Number(text) };
    if (text === '$__loc__') return location(this.#in.lineOf(start));
    if (kind === 'variable') return { kind: 'variable', name: text.slice(1), at };
    if (text in CONSTANTS && !this.#in.is('(')) return { kind: 'literal', value: CONSTANTS[text] as null };
    const args: Filter[] = [];
    if (this.#in.accept('(')) {
      do args.push(this.#pipe());
      while (this.#in.accept(';'));
      this.#in.expect(')', "';' or ')'");
    }
    return { kind: 'call', name: text, args, at };
  }

  #array(): Filter {
    this.#in.advance();
    if (this.#in.accept(']')) return { kind: 'array' };
    const of = this.#pipe();
    this.#in.expect(']', "'|' or ',' or ']'");
    return { kind: 'array', of };
  }

  #object(): Filter {
    this.#in.advance();
    const entries: (readonly [Filter, Filter])[] = [];
    while (!this.#in.is('}')) {
      entries.push(this.#entry());
      if (!this.#in.accept(',')) break;
    }
    this.#in.expect('}', "'}'");
    return { kind: 'object', entries };
  }

  #entry(): readonly [Filter, Filter] {
    const { kind, text, start } = this.#in.token;
    if (kind === 'variable') {
      this.#in.advance();
      return [
        { kind: 'literal', value: text.slice(1) },
        { kind: 'variable', name: text.slice(1), at: start + this.#offset },
      ];
    }
    const key = this.#key();
    if (this.#in.accept(':')) return [key, this.#entryValue()];
    return [key, { kind: 'index', of: IDENTITY, key }];
  }

  #key(): Filter {
    const { kind, text } = this.#in.token;
    if (kind === 'string') return this.#string('text');
    if (this.#in.accept('(')) {
      const key = this.#pipe();
      this.#in.expect(')', "'|' or ',' or ')'");
      return key;
    }
    if (kind !== 'name' && kind !== 'keyword') return this.#in.unexpected();
    this.#in.advance();
    return { kind: 'literal', value: text };
  }

  /** A value: no comma, but pipes. */
  #entryValue(): Filter {
    const left = this.#binary(NO_COMMA);
    return this.#in.accept('|') ? combine('|', left, this.#entryValue()) : left;
  }

  #if(): Filter {
    const { start } = this.#in.previous;
    try {
      return this.#branches();
    } catch (error) {
      const end = this.#in.end;
      if (error instanceof JqProblem && this.#in.token.kind === 'end')
        error.also ??= new JqProblem("Possibly unterminated 'if' statement", start + this.#offset, end + this.#offset);
      throw error;
    }
  }

  #branches(): Filter {
    const test = this.#pipe();
    this.#in.expect('then');
    const yes = this.#pipe();
    if (this.#in.accept('elif')) return { kind: 'if', test, yes, no: this.#branches() };
    const no = this.#in.accept('else') ? { no: this.#pipe() } : {};
    this.#in.expect('end');
    return { kind: 'if', test, yes, ...no };
  }

  #try(): Filter {
    const of = this.#tryTerm();
    return this.#in.accept('catch') ? { kind: 'try', of, handler: this.#tryTerm() } : { kind: 'try', of };
  }

  #tryTerm(): Filter {
    let filter = this.#term();
    for (let next = this.#suffix(filter); next !== undefined; next = this.#suffix(filter)) filter = next;
    return filter;
  }

  #fold(kind: 'reduce' | 'foreach'): Filter {
    const source = this.#tryTerm();
    this.#in.expect('as');
    const pattern = this.#pattern();
    this.#in.expect('(');
    const start = this.#pipe();
    this.#in.expect(';');
    const update = this.#pipe();
    const extract = kind === 'foreach' && this.#in.accept(';') ? { extract: this.#pipe() } : {};
    this.#in.expect(')');
    return { kind, source, pattern, start, update, ...extract };
  }

  #pattern(): Pattern {
    if (this.#in.token.kind === 'variable') return { kind: 'name', name: this.#in.advance().text.slice(1) };
    if (this.#in.accept('[')) {
      const items: Pattern[] = [];
      do items.push(this.#pattern());
      while (this.#in.accept(','));
      this.#in.expect(']');
      return { kind: 'array', items };
    }
    if (!this.#in.accept('{')) this.#in.unexpected("BINDING or '[' or '{'");
    return this.#objectPattern();
  }

  #objectPattern(): Pattern {
    const entries: (readonly [Filter, Pattern])[] = [];
    do {
      const { kind, text } = this.#in.token;
      if (kind === 'variable') {
        this.#in.advance();
        entries.push([
          { kind: 'literal', value: text.slice(1) },
          { kind: 'name', name: text.slice(1) },
        ]);
      } else {
        const key = this.#key();
        this.#in.expect(':');
        entries.push([key, this.#pattern()]);
      }
    } while (this.#in.accept(','));
    this.#in.expect('}');
    return { kind: 'object', entries };
  }

  /** A string with what is interpolated in it. */
  #string(format: string): Filter {
    const { text, start, end } = this.#in.advance();
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

/** `$__loc__`: where it stands. */
function location(line: number): Filter {
  const literal = (value: string | number): Filter => ({ kind: 'literal', value });
  return {
    kind: 'object',
    entries: [
      [literal('file'), literal('<top-level>')],
      [literal('line'), literal(line)],
    ],
  };
}

/** Reads a program. Throws {@link JqProblem}. */
export const parse = (text: string): Filter => new Parser(text).program('end of file');

/** Reads a list of definitions. */
export const parseDefinitions = (text: string): readonly Definition[] => new Parser(text).definitions();
