import { lex, type Token } from './lex.ts';

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

/** A program's tokens, one after the other. */
export class TokenStream {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #offset: number;
  #at = 0;

  /** @param offset where the text begins in the whole program */
  constructor(text: string, offset: number) {
    this.#text = text;
    this.#tokens = lex(text);
    this.#offset = offset;
  }

  get atStart(): boolean {
    return this.#at === 0;
  }

  get previous(): Token {
    return this.#tokens[this.#at - 1] as Token;
  }

  get following(): Token | undefined {
    return this.#tokens[this.#at + 1];
  }

  /** Where the last token before the end ends. */
  get end(): number {
    return this.#tokens.at(-2)?.end ?? 0;
  }

  get token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  /** The line, from 1 on, that a place of the text is in. */
  lineOf(start: number): number {
    return this.#text.slice(0, start).split('\n').length;
  }

  advance(): Token {
    return this.#tokens[this.#at++] as Token;
  }

  is(text: string): boolean {
    return (this.token.kind === 'op' || this.token.kind === 'keyword') && this.token.text === text;
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at++;
    return true;
  }

  expect(text: string, expecting = ''): void {
    if (!this.accept(text)) this.unexpected(expecting);
  }

  unexpected(expecting = ''): never {
    const { kind, text } = this.token;
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
}
