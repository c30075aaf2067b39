import type { Position } from './layout.ts';

/**
 * Where the terminal's cursor is, and how to move it the way readline does (display.c, `_rl_move_cursor_relative`): single steps,
 * `\r` where that is shorter, newlines to go down, for they make the terminal scroll. Collects the bytes to write.
 */
export class Pen {
  #row = 0;
  /** Equals the terminal's columns while a glyph in the last one was just drawn: the terminal wraps at the next. */
  #column = 0;
  readonly #columns: number;
  #bytes = '';

  constructor(columns: number) {
    this.#columns = columns;
  }

  get row(): number {
    return this.#row;
  }

  /** What was drawn since the last call. */
  take(): string {
    const bytes = this.#bytes;
    this.#bytes = '';
    return bytes;
  }

  /** Writes what moves no cursor. */
  raw(bytes: string): void {
    this.#bytes += bytes;
  }

  draw(text: string, width: number): void {
    this.#bytes += text;
    this.#column += width;
  }

  /** Does the next glyph go to the start of `row`, because the one above is full? */
  wrapsInto(row: number): boolean {
    return this.#wraps && row === this.#row + 1;
  }

  /** To a place where a glyph is drawn next. */
  moveToDraw(place: Position): void {
    if (place.column === 0 && this.wrapsInto(place.row)) this.#at(place);
    else this.move(place);
  }

  /** @param blank whether the row of that place is empty, so that a blank may be drawn there to make the terminal wrap */
  move(place: Position, blank = false): void {
    if (this.#wraps) this.#unwrap(place, blank);
    const down = place.row - this.#row;
    if (down < 0) this.#bytes += '\x1b[A'.repeat(-down);
    if (down > 0) {
      this.#bytes += `${'\n'.repeat(down)}\r`;
      this.#column = 0;
    }
    this.#row = place.row;
    this.#toColumn(place.column);
  }

  /** Down by one row to its start, wherever the pen is. */
  newline(): void {
    this.#bytes += '\n';
    this.#at({ row: this.#row + 1, column: 0 });
  }

  get #wraps(): boolean {
    return this.#column >= this.#columns;
  }

  #at(place: Position): void {
    this.#row = place.row;
    this.#column = place.column;
  }

  #unwrap(place: Position, blank: boolean): void {
    if (blank && place.column === 0 && this.wrapsInto(place.row)) {
      this.#bytes += ' \r';
      this.#at(place);
      return;
    }
    this.#bytes += '\r';
    this.#column = 0;
  }

  #toColumn(column: number): void {
    const back = this.#column - column;
    if (back > 0 && (column === 0 || column + 1 < back)) {
      this.#bytes += `\r${'\x1b[C'.repeat(column)}`;
    } else {
      this.#bytes += back > 0 ? '\b'.repeat(back) : '\x1b[C'.repeat(-back);
    }
    this.#column = column;
  }
}
