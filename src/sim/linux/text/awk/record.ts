import { awkRegex } from './expressions.ts';
import { Input, type Value } from './value.ts';

/** The pieces of `text` between separators: FS as awk takes it, or a regular expression. */
export function splitFields(text: string, separator: string | RegExp): string[] {
  if (separator === ' ') return text.match(/[^ \t\n]+/g) ?? [];
  if (text === '') return [];
  if (separator === '') return [...text];
  if (separator instanceof RegExp || separator.length > 1) return splitBy(text, separator);
  return text.split(separator);
}

function splitBy(text: string, separator: string | RegExp): string[] {
  const regex = separator instanceof RegExp ? separator : awkRegex(separator, 1);
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(regex)) {
    if (match[0] === '') continue;
    parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** $0 and its fields, each made of the other when it is asked for. */
export class AwkRecord {
  #text = '';
  #separator: string | RegExp = ' ';
  #fields: Value[] | undefined = [];
  #rebuild: string | undefined;

  /** @param separator FS as it is now; it holds for this record */
  set(text: string, separator: string | RegExp): void {
    this.#text = text;
    this.#separator = separator;
    this.#fields = undefined;
    this.#rebuild = undefined;
  }

  get #split(): Value[] {
    this.#fields ??= splitFields(this.#text, this.#separator).map((field) => new Input(field));
    return this.#fields;
  }

  get count(): number {
    return this.#split.length;
  }

  /** `joined`: how values are written, and OFS, where $0 must be made anew. */
  text(joined: (fields: readonly Value[], separator: string) => string): string {
    if (this.#rebuild !== undefined) {
      this.#text = joined(this.#split, this.#rebuild);
      this.#rebuild = undefined;
    }
    return this.#text;
  }

  field(index: number): Value {
    return this.#split[index - 1];
  }

  setField(index: number, value: Value, separator: string): void {
    const fields = this.#split;
    while (fields.length < index) fields.push('');
    fields[index - 1] = value;
    this.#rebuild = separator;
  }

  setCount(count: number, separator: string): void {
    const fields = this.#split;
    while (fields.length < count) fields.push('');
    fields.length = count;
    this.#rebuild = separator;
  }
}
