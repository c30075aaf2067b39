/** Where JSON breaks, in the words of Go's encoding/json (1.26 on, over jsontext). */

/** `offset` is where scanning stood. */
export class JsonSyntaxError extends Error {}

/** A character as Go's strconv.QuoteRune writes it. */
const quoted = (character: string): string => {
  const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' };
  const code = character.charCodeAt(0);
  const hex = code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, '0')}` : character;
  return `'${escapes[character] ?? hex}'`;
};

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NUMBER_PREFIX = /-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?)?/y;
const PLAIN = /[^"\\\x00-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

class Scanner {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** The next character that is no blank; throws at the end. */
  #next(): string {
    this.#skip(SPACE);
    return this.#here();
  }

  #here(): string {
    const point = this.#text.codePointAt(this.at);
    if (point === undefined) throw new JsonSyntaxError('unexpected EOF');
    return String.fromCodePoint(point);
  }

  #refuse(where: string): never {
    throw new JsonSyntaxError(`invalid character ${quoted(this.#here())} ${where}`);
  }

  value(): void {
    const first = this.#next();
    if (first === '{') this.#members('}', 'object key:value pair', () => this.#member());
    else if (first === '[') this.#members(']', 'array element', () => this.value());
    else if (first === '"') this.#string();
    else if (first === '-' || /\d/.test(first)) this.#number();
    else {
      const word = ['true', 'false', 'null'].find((name) => name.startsWith(first));
      if (word === undefined) this.#refuse('looking for beginning of value');
      this.#literal(word);
    }
  }

  #members(close: string, what: string, member: () => void): void {
    this.at++;
    if (this.#next() === close) {
      this.at++;
      return;
    }
    for (;;) {
      member();
      const after = this.#next();
      if (after !== ',' && after !== close) this.#refuse(`after ${what}`);
      this.at++;
      if (after === close) return;
    }
  }

  #member(): void {
    if (this.#next() !== '"') this.#refuse('looking for beginning of object key string');
    this.#string();
    if (this.#next() !== ':') this.#refuse('after object key');
    this.at++;
    this.value();
  }

  #string(): void {
    this.at++;
    for (;;) {
      this.#skip(PLAIN);
      const stop = this.#here();
      if (stop === '"') {
        this.at++;
        return;
      }
      if (stop !== '\\') this.#refuse('in string');
      if (this.#skip(ESCAPE) === '') this.#badEscape();
    }
  }

  #badEscape(): never {
    const length = this.#text[this.at + 1] === 'u' ? 6 : 2;
    const sequence = this.#text.slice(this.at, this.at + length);
    if (sequence.length < length) throw new JsonSyntaxError('unexpected EOF');
    throw new JsonSyntaxError(`invalid escape sequence \`${sequence}\` in string`);
  }

  #number(): void {
    const start = this.at;
    const whole = this.#skip(NUMBER);
    this.at = start;
    // What could still have become a number, had it gone on rightly.
    const prefix = this.#skip(NUMBER_PREFIX);
    if (prefix.length > whole.length) this.#refuse('in numeric literal');
  }

  #literal(word: string): void {
    for (const letter of word) {
      if (this.#here() !== letter) this.#refuse(`in literal ${word} (expecting '${letter}')`);
      this.at++;
    }
  }
}

/** The first JSON value of `text`, and whether more than blanks follow it. Throws {@link JsonSyntaxError} in Go's words. */
export function firstValue(text: string): { value: unknown; more: boolean } {
  try {
    return { value: JSON.parse(text), more: false };
  } catch {
    const scanner = new Scanner(text);
    scanner.value();
    return { value: JSON.parse(text.slice(0, scanner.at)), more: text.slice(scanner.at).trim() !== '' };
  }
}
