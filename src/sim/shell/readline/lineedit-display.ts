import type { Display } from './display.ts';
import { type Drawing, glyphsWidth, type Layout, layOut, type Position, parsePrompt } from './layout.ts';

const CLEAR_TO_END_OF_SCREEN = '\x1b[J';

type Line = Omit<Drawing, 'prompt'>;
const NOTHING: Line = { clusters: [], cursor: 0 };

/**
 * BusyBox's way to draw (libbb/lineedit.c): from the place of a change the rest of the line is written, what is left beyond it
 * cleared, and the cursor sent back. Two-column characters count as two here, where BusyBox's own arithmetic depends on how it
 * was built.
 */
export class LineeditDisplay implements Display {
  #columns: number;
  #prompt = '';
  #message: string | undefined;
  #line = NOTHING;
  #layout: Layout;
  /** Columns of text that stood before the prompt, as the terminal tells (`ask_terminal`). */
  #indent = 0;

  constructor(columns: number) {
    this.#columns = columns;
    this.#layout = layOut({ prompt: [], ...NOTHING }, columns);
  }

  start(prompt: string): string {
    this.#prompt = prompt;
    this.#message = undefined;
    return this.#drawFull(NOTHING);
  }

  /** The terminal's answer to where the cursor was after the prompt: text before the prompt shifts it. */
  shift(column: number): void {
    const width = glyphsWidth(parsePrompt(this.#prompt).glyphs);
    if (this.#line.cursor !== 0 || column - 1 <= width) return;
    this.#indent = column - 1 - width;
    this.#layout = this.#layOut(this.#line);
  }

  update(line: Line): string {
    const old = this.#line;
    const { cursor: from } = this.#layout;
    const changed = commonStart(old.clusters, line.clusters);
    const unchanged = changed === old.clusters.length && changed === line.clusters.length;
    const first = unchanged ? line.cursor : Math.min(changed, old.cursor, line.cursor);
    const index = Math.min(first, old.cursor);
    const before = this.#layout.places[index] as Position;
    this.#line = line;
    this.#layout = this.#layOut(line);
    // A wide character that does not fit a row moves the place where it stands, and so the start of what is to be written.
    const start = earlier(before, this.#layout.places[index] as Position);
    const { cursor, places } = this.#layout;
    const back = this.#back(from, start);
    if (unchanged) return back + this.#text(start, cursor);
    const clear = line.clusters.length < old.clusters.length ? CLEAR_TO_END_OF_SCREEN : '';
    return back + this.#text(start, places.at(-1) as Position) + clear + this.#backFromEnd();
  }

  redraw(line: Line, message?: string): string {
    const { row } = this.#layout.cursor;
    this.#message = message;
    const up = row > 0 ? `\x1b[${row}A` : '';
    return `${up}\r${this.#draw(line)}${CLEAR_TO_END_OF_SCREEN}${this.#backFromEnd()}`;
  }

  drawAnew(line: Line): string {
    return `\r${this.#drawFull(line)}${CLEAR_TO_END_OF_SCREEN}${this.#backFromEnd()}`;
  }

  finish(): string {
    const rest = this.toEnd();
    const { column } = this.#layout.cursor;
    return column === 0 && this.#line.cursor > 0 ? rest : `${rest}\n`;
  }

  /** To the end of the line, by writing it. */
  toEnd(): string {
    return this.update({ ...this.#line, cursor: this.#line.clusters.length });
  }

  resize(columns: number): string {
    const { row } = this.#layout.cursor;
    this.#columns = columns;
    const up = row > 0 ? `\x1b[${row}A` : '';
    return `${up}\r${this.#draw(this.#line)}${CLEAR_TO_END_OF_SCREEN}${this.#backFromEnd()}`;
  }

  #drawFull(line: Line): string {
    return parsePrompt(this.#prompt).before + this.#draw(line);
  }

  /** The prompt's last line and the text up to its end. */
  #draw(line: Line): string {
    this.#indent = 0;
    this.#line = line;
    this.#layout = this.#layOut(line);
    const { places } = this.#layout;
    const { glyphs } = parsePrompt(this.#message ?? this.#prompt);
    return glyphs.map((glyph) => glyph.text).join('') + this.#text(places[0] as Position, places.at(-1) as Position);
  }

  #layOut(line: Line): Layout {
    const blank = { text: ' ', width: 1, standout: false };
    const { glyphs } = parsePrompt(this.#message ?? this.#prompt);
    return layOut({ ...line, prompt: [...Array(this.#indent).fill(blank), ...glyphs] }, this.#columns);
  }

  /** The glyphs between two places. A full row is ended by CR and LF, for the terminal to be where it is thought to be. */
  #text(start: Position, end: Position): string {
    const { rows } = this.#layout;
    let text = '';
    for (let row = start.row; row <= end.row; row++) {
      if (row > start.row) text += '\r\n';
      let column = 0;
      for (const glyph of rows[row] ?? []) {
        const wanted = (row > start.row || column >= start.column) && (row < end.row || column < end.column);
        if (wanted) text += glyph.text;
        column += glyph.width;
      }
    }
    return text;
  }

  #backFromEnd(): string {
    return this.#back(this.#layout.places.at(-1) as Position, this.#layout.cursor);
  }

  #back(from: Position, to: Position): string {
    if (from.row === to.row) {
      const steps = from.column - to.column;
      return steps <= 4 ? '\b'.repeat(Math.max(0, steps)) : `\x1b[${steps}D`;
    }
    if (from.row < to.row) return '';
    return `\r\x1b[${from.row - to.row}A${to.column > 0 ? `\x1b[${to.column}C` : ''}`;
  }
}

const earlier = (a: Position, b: Position): Position =>
  a.row < b.row || (a.row === b.row && a.column < b.column) ? a : b;

function commonStart(a: readonly string[], b: readonly string[]): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}
