import type { Dialect } from '../dialect.ts';
import { AliasExpander, type Aliases } from './alias.ts';
import { Malformed, type Token } from './fault.ts';
import { Scanner } from './scanner.ts';

const TERMINATORS = new Set([')', ';;', ';&', ';;&', '}', 'do', 'done', 'elif', 'else', 'esac', 'fi', 'then']);
const NAME = /^[A-Za-z_]\w*$/;
const FUNCTION_NAME: Readonly<Record<Dialect, RegExp>> = { ash: NAME, bash: /^[^$'"`\\]+$/ };

/**
 * The shell grammar of POSIX 2.10, read strictly, as a check before `unbash` (which forgives) builds the tree: where a complete command ends,
 * what is missing, which token is wrong. Aliases are replaced on the way, so `scanner.source` is what is to be parsed.
 */
export class Grammar {
  readonly scanner: Scanner;
  readonly #dialect: Dialect;
  readonly #aliases: AliasExpander;
  readonly #openers: Token[] = [];
  #peeked: Token | undefined;

  constructor(source: string, pos: number, dialect: Dialect, aliases: Aliases) {
    this.#dialect = dialect;
    this.scanner = new Scanner(source, pos, dialect, (start) => this.#substitution(start));
    this.#aliases = new AliasExpander(this.scanner, aliases);
  }

  /** How much longer aliases have made the source. */
  get growth(): number {
    return this.#aliases.growth;
  }

  /** Reads to the end of the next complete command, its newline included; false when the source has no more. */
  completeCommand(): boolean {
    this.#newlines();
    if (this.#peek().type === 'end') return false;
    this.#list('line');
    return true;
  }

  #substitution(start: number): number {
    const { scanner } = this;
    const saved = { pos: scanner.pos, peeked: this.#peeked };
    scanner.pos = start;
    this.#peeked = undefined;
    this.#newlines();
    if (!this.#is(')')) this.#list('compound');
    if (!this.#is(')')) {
      const token = this.#peek();
      if (token.type === 'end') throw new Malformed({ kind: 'unterminated', closer: ')', pos: start - 2 });
      throw this.#unexpected(')');
    }
    const { end } = this.#peek();
    scanner.pos = saved.pos;
    this.#peeked = saved.peeked;
    return end;
  }

  #peek(): Token {
    this.#peeked ??= this.scanner.next();
    return this.#peeked;
  }

  #take(): Token {
    const token = this.#peek();
    this.#peeked = undefined;
    return token;
  }

  #is(text: string): boolean {
    const token = this.#peek();
    return token.text === text && (token.type === 'word' || token.type === 'operator');
  }

  #accept(text: string): boolean {
    const found = this.#is(text);
    if (found) this.#take();
    return found;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected(text);
  }

  #unexpected(expecting?: string, token = this.#peek()): Malformed {
    const opener = this.#openers.at(-1);
    return new Malformed({ kind: 'unexpected', token, expecting, opener });
  }

  #newlines(): void {
    while (this.#peek().type === 'newline') this.#take();
  }

  /** A list: to the newline that ends it (`line`), or to a word that ends the compound command around it. */
  #list(until: 'line' | 'compound'): void {
    if (until === 'compound') this.#newlines();
    for (;;) {
      this.#andOr();
      const separated = this.#accept(';') || this.#accept('&');
      if (until === 'line') {
        if (this.#lineEnds()) return;
        if (!separated) throw this.#unexpected();
      } else {
        if (!separated && this.#peek().type !== 'newline') return;
        this.#newlines();
        if (this.#terminates()) return;
      }
    }
  }

  /** At the newline of a complete command: takes it, with the here-documents that follow. */
  #lineEnds(): boolean {
    const { type } = this.#peek();
    if (type === 'newline') this.#take();
    return type === 'newline' || type === 'end';
  }

  #terminates(): boolean {
    const token = this.#peek();
    return token.type === 'end' || (token.type !== 'redirection' && TERMINATORS.has(token.text));
  }

  #andOr(): void {
    this.#pipeline();
    while (this.#accept('&&') || this.#accept('||')) {
      this.#newlines();
      this.#pipeline();
    }
  }

  #pipeline(): void {
    this.#expandAlias();
    while (this.#is('!') || (this.#dialect === 'bash' && this.#is('time'))) {
      this.#take();
      this.#expandAlias();
    }
    this.#command();
    while (this.#accept('|') || this.#accept('|&')) {
      this.#newlines();
      this.#command();
    }
  }

  #expandAlias(): void {
    const token = this.#peek();
    if (token.type === 'word' && this.#aliases.expand(token)) {
      this.#peeked = undefined;
      this.#expandAlias();
    }
  }

  #command(): void {
    this.#expandAlias();
    const token = this.#peek();
    const compound = token.type === 'redirection' ? undefined : this.#compound(token);
    if (compound === undefined) {
      if (token.type === 'operator' || token.type === 'newline' || token.type === 'end') throw this.#unexpected();
      if (TERMINATORS.has(token.text)) throw this.#unexpected();
      this.#simpleCommand();
      return;
    }
    this.#openers.push(token);
    compound();
    this.#openers.pop();
    this.#redirections();
  }

  #compound({ text }: Token): (() => void) | undefined {
    switch (text) {
      case 'if':
        return () => this.#if();
      case 'while':
      case 'until':
        return () => this.#loop();
      case 'for':
        return () => this.#for();
      case 'case':
        return () => this.#case();
      case '(':
        return () => this.#group(')');
      case '{':
        return () => this.#group('}');
      default:
        return this.#dialect === 'bash' ? this.#bashCompound(text) : undefined;
    }
  }

  #bashCompound(text: string): (() => void) | undefined {
    switch (text) {
      case '[[':
        return () => this.#condition();
      case 'select':
        return () => this.#for();
      case 'function':
        return () => this.#functionKeyword();
      default:
        return undefined;
    }
  }

  #group(closer: string): void {
    const open = this.#take();
    if (
      this.#dialect === 'bash' &&
      open.text === '(' &&
      this.scanner.source[open.end] === '(' &&
      this.#arithmetic(open)
    )
      return;
    this.#list('compound');
    this.#expect(closer);
  }

  /** `((…))`: steps over it; false when it is two subshells after all. */
  #arithmetic(open: Token): boolean {
    const { scanner } = this;
    for (let at = open.end + 1, depth = 0; at < scanner.source.length; ) {
      const char = scanner.source[at];
      if (char === ')' && depth === 0) {
        if (scanner.source[at + 1] !== ')') return false;
        scanner.pos = at + 2;
        return true;
      }
      if (char === '(') depth++;
      if (char === ')') depth--;
      at = scanner.quotedEnd(at);
    }
    throw new Malformed({ kind: 'unterminated', closer: '))', pos: open.pos });
  }

  #if(): void {
    this.#take();
    do {
      this.#list('compound');
      this.#expect('then');
      this.#list('compound');
    } while (this.#accept('elif'));
    if (this.#accept('else')) this.#list('compound');
    this.#expect('fi');
  }

  #loop(): void {
    this.#take();
    this.#list('compound');
    this.#body();
  }

  #body(): void {
    this.#expect('do');
    this.#list('compound');
    this.#expect('done');
  }

  #for(): void {
    this.#take();
    const name = this.#peek();
    if (this.#dialect === 'bash' && name.text === '(' && this.scanner.source[name.end] === '(') {
      this.#take();
      this.#arithmetic(name);
      this.#accept(';');
      this.#newlines();
      if (this.#is('{')) return this.#group('}');
      return this.#body();
    }
    if (name.type !== 'word' || (this.#dialect === 'ash' && !NAME.test(name.text))) {
      if (name.type === 'end') throw this.#unexpected();
      throw new Malformed({ kind: 'invalid', ash: 'bad for loop variable', token: name });
    }
    this.#take();
    this.#newlines();
    if (this.#accept('in')) {
      while (this.#peek().type === 'word') this.#take();
      if (!this.#accept(';') && this.#peek().type !== 'newline') throw this.#unexpected();
    } else this.#accept(';');
    this.#newlines();
    this.#body();
  }

  #case(): void {
    this.#take();
    if (this.#peek().type !== 'word') throw this.#unexpected('word');
    this.#take();
    this.#newlines();
    this.#expect('in');
    this.#newlines();
    while (!this.#accept('esac')) this.#caseItem();
  }

  #caseItem(): void {
    this.#accept('(');
    do {
      if (this.#peek().type === 'word') this.#take();
      else throw this.#unexpected(this.#peek().type === 'end' ? ')' : undefined);
    } while (this.#accept('|'));
    this.#expect(')');
    this.#newlines();
    if (!this.#terminates()) this.#list('compound');
    this.#newlines();
    if (this.#is('esac')) return;
    if (!this.#accept(';;') && !this.#accept(';&') && !this.#accept(';;&')) throw this.#unexpected(';;');
    this.#newlines();
  }

  /** `[[ … ]]`: operators of its own; only its end matters here. */
  #condition(): void {
    while (!this.#accept(']]')) {
      if (this.#peek().type === 'end' || this.#peek().text === ';') throw this.#unexpected(']]');
      this.#take();
    }
  }

  #functionKeyword(): void {
    this.#take();
    this.#take();
    if (this.#accept('(')) this.#expect(')');
    this.#newlines();
    this.#command();
  }

  #simpleCommand(): void {
    let words = 0;
    let plain = true;
    for (;;) {
      const token = this.#peek();
      if (token.type === 'word') {
        if (words > 0) this.#aliases.afterBlank(token) && this.#expandAlias();
        const word = this.#take();
        if (words === 0 && /^[A-Za-z_]\w*\+?=/.test(word.text)) plain = false;
        else words++;
        if (!plain && words === 0) this.#expandAlias();
      } else if (token.type === 'redirection') {
        this.#redirection();
        plain = false;
        if (words === 0) this.#expandAlias();
      } else if (token.text === '(' && words === 1 && plain) return this.#functionBody();
      else return;
    }
  }

  #functionBody(): void {
    const { scanner } = this;
    const open = this.#take();
    this.#expect(')');
    const name =
      scanner.source
        .slice(0, open.pos)
        .trimEnd()
        .split(/[\s;&|]/)
        .at(-1) ?? '';
    if (!FUNCTION_NAME[this.#dialect].test(name)) {
      throw new Malformed({ kind: 'invalid', ash: 'bad function name', token: open });
    }
    this.#newlines();
    const body = this.#peek();
    const isCompound = body.type !== 'redirection' && this.#compound(body) !== undefined;
    if (this.#dialect === 'bash' && !isCompound) throw this.#unexpected();
    this.#command();
  }

  #redirections(): void {
    while (this.#peek().type === 'redirection') this.#redirection();
  }

  #redirection(): void {
    const operator = this.#take();
    const target = this.#peek();
    if (target.type !== 'word') throw this.#unexpected();
    this.#take();
    const kind = operator.text.replace(/^\d+/, '');
    if (kind === '<<' || kind === '<<-') this.scanner.hereDocument(target.text, kind === '<<-');
  }
}
