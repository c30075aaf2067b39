import { dump, isArray, isObject, type Json, type JsonObject, sortedKeys, stringText, typeOf } from './value.ts';

/** How values are written. */
export interface JsonStyle {
  /** What each level is indented by; undefined: all on one line. */
  readonly indent: string | undefined;
  readonly sorted: boolean;
  readonly colours: boolean;
}

const COLOURS = {
  null: '0;90',
  boolean: '0;39',
  number: '0;39',
  string: '0;32',
  array: '1;39',
  object: '1;39',
} as const;
const KEY_COLOUR = '1;34';

/** Writes values as jq does, in colours where a terminal shows them. */
export class JsonWriter {
  readonly #style: JsonStyle;

  constructor(style: JsonStyle) {
    this.#style = style;
  }

  #paint(text: string, colour: string): string {
    return this.#style.colours ? `\x1b[${colour}m${text}\x1b[0m` : text;
  }

  write(value: Json, level = 0): string {
    const colour = COLOURS[typeOf(value)];
    if (!isArray(value) && !isObject(value)) return this.#paint(dump(value), colour);
    const [open, close] = isArray(value) ? '[]' : '{}';
    const items = isArray(value) ? value.map((item) => this.write(item, level + 1)) : this.#members(value, level);
    if (items.length === 0) return this.#paint(`${open}${close}`, colour);
    const line = (depth: number): string =>
      this.#style.indent === undefined ? '' : `\n${this.#style.indent.repeat(depth)}`;
    const body = items.map((item) => line(level + 1) + item).join(this.#paint(',', colour));
    return this.#paint(open as string, colour) + body + line(level) + this.#paint(close as string, colour);
  }

  #members(object: JsonObject, level: number): string[] {
    const keys = this.#style.sorted ? sortedKeys(object) : [...object.keys()];
    const colon = this.#paint(':', COLOURS.object) + (this.#style.indent === undefined ? '' : ' ');
    return keys.map(
      (key) => this.#paint(stringText(key), KEY_COLOUR) + colon + this.write(object.get(key) as Json, level + 1),
    );
  }
}
