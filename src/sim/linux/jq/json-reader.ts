import { isArray, type Json } from './value.ts';

/** A text that is no JSON. */
export class JsonProblem extends Error {}

const DELIMITERS = /[\s[\]{},:"]/;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '/': '/',
  '\\': '\\',
  '"': '"',
};

/** An open array or object, and in an object the key that waits for its value. */
interface Open {
  readonly items: Json[] | Map<string, Json>;
  key: string | undefined;
}

/** Reads values one after another, and complains as jq's parser does (src/jv_parse.c). */
export class JsonReader {
  #text = '';
  #ended = false;
  #at = 0;
  #stack: Open[] = [];
  #next: Json | undefined;
  #literal = '';

  /** Takes in more of the text, or its end. */
  feed(chunk: string | undefined): void {
    if (chunk === undefined) this.#ended = true;
    else this.#text += chunk;
  }

  /** How many lines are read so far, with the one that is being read. */
  get line(): number {
    const end = this.#text.indexOf('\n', Math.max(0, this.#at - 1));
    const read = end < 0 ? this.#text : this.#text.slice(0, end + 1);
    return read.split('\n').length - 1;
  }

  /** The next value; undefined at the end, or where more must come first. Throws {@link JsonProblem}. */
  next(): Json | undefined {
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at++] as string;
      if (!DELIMITERS.test(char)) {
        this.#literal += char;
        continue;
      }
      this.#endLiteral();
      if (this.#next !== undefined && this.#stack.length === 0) {
        this.#at--;
        return this.#done();
      }
      if (char === '"' && !this.#hasString()) {
        this.#at--;
        return undefined;
      }
      this.#token(char);
      if (this.#next !== undefined && this.#stack.length === 0) return this.#done();
    }
    return this.#ended ? this.#atEnd() : undefined;
  }

  /** Is all of the string here whose quote was just read? */
  #hasString(): boolean {
    return this.#ended || /^(?:[^"\\]|\\[\s\S])*"/.test(this.#text.slice(this.#at));
  }

  #done(): Json {
    const value = this.#next as Json;
    this.#next = undefined;
    return value;
  }

  #atEnd(): Json | undefined {
    this.#endLiteral(' at EOF');
    if (this.#stack.length > 0) this.#fail('Unfinished JSON term at EOF');
    return this.#next === undefined ? undefined : this.#done();
  }

  #fail(message: string): never {
    const read = this.#text.slice(0, this.#at).split('\n');
    throw new JsonProblem(`${message} at line ${read.length}, column ${read.at(-1)?.length ?? 0}`);
  }

  #endLiteral(end = ''): void {
    const text = this.#literal;
    if (text === '') return;
    this.#literal = '';
    const words: Readonly<Record<string, Json>> = { true: true, false: false, null: null, nan: Number.NaN };
    if (text in words) return this.#value(words[text] as Json);
    if (/^'/.test(text)) this.#fail('Invalid string literal; expected ", but got \'');
    if (/^[tfn]/.test(text)) this.#fail(`Invalid literal${end}`);
    if (!/^-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) this.#fail(`Invalid numeric literal${end}`);
    this.#value(Number(text));
  }

  #value(value: Json): void {
    if (this.#next !== undefined) this.#fail('Expected separator between values');
    this.#next = value;
  }

  #token(char: string): void {
    if (char === '"') this.#value(this.#string());
    else if (char === '[' || char === '{') {
      if (this.#next !== undefined) this.#fail('Expected separator between values');
      this.#stack.push({ items: char === '[' ? [] : new Map(), key: undefined });
    } else if (char === ':') this.#colon();
    else if (char === ',') this.#comma();
    else if (char === ']' || char === '}') this.#close(char);
  }

  #colon(): void {
    const top = this.#stack.at(-1);
    if (this.#next === undefined) this.#fail("Expected string key before ':'");
    if (top === undefined || isArray(top.items as Json) || top.key !== undefined)
      this.#fail("':' not as part of an object");
    if (typeof this.#next !== 'string') this.#fail('Object keys must be strings');
    top.key = this.#next;
    this.#next = undefined;
  }

  #comma(): void {
    const top = this.#stack.at(-1);
    if (this.#next === undefined) this.#fail("Expected value before ','");
    if (top === undefined) this.#fail("',' not as part of an object or array");
    this.#add(top);
  }

  #add(top: Open): void {
    const value = this.#done();
    if (top.items instanceof Map) {
      if (top.key === undefined) this.#fail('Objects must consist of key:value pairs');
      top.items.set(top.key, value);
      top.key = undefined;
    } else top.items.push(value);
  }

  #close(char: ']' | '}'): void {
    const top = this.#stack.at(-1);
    const [closesObject, isObject] = [char === '}', top?.items instanceof Map];
    if (top === undefined || (!closesObject && isObject)) this.#fail(`Unmatched '${char}'`);
    if (this.#next !== undefined) {
      if (closesObject && top.key === undefined) this.#fail('Objects must consist of key:value pairs');
      this.#add(top);
    } else if (top.key !== undefined || closesObject !== isObject) this.#fail(`Unmatched '${char}'`);
    else if (top.items instanceof Map ? top.items.size > 0 : top.items.length > 0)
      this.#fail(`Expected another ${isObject ? 'key-value pair' : 'array element'}`);
    this.#stack.pop();
    this.#next = top.items as Json;
  }

  #string(): string {
    let out = '';
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at++] as string;
      if (char === '"') return out;
      out += char === '\\' ? this.#escape() : char;
    }
    return this.#fail('Unfinished string at EOF');
  }

  #escape(): string {
    const char = this.#text[this.#at++] ?? '';
    if (char in ESCAPES) return ESCAPES[char] as string;
    const code = char === 'u' ? /^[0-9a-fA-F]{4}/.exec(this.#text.slice(this.#at, this.#at + 4))?.[0] : undefined;
    if (code === undefined) {
      // The whole string is looked at when it has ended.
      this.#at = this.#text.indexOf('"', this.#at) + 1 || this.#text.length;
      return this.#fail('Invalid escape');
    }
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(code, 16));
  }
}
