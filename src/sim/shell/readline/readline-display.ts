import type { Display } from './display.ts';
import { type Drawing, type Glyph, glyphsWidth, type Layout, layOut, parsePrompt } from './layout.ts';
import { Pen } from './pen.ts';

const CLEAR_TO_END_OF_LINE = '\x1b[K';
const NOTHING: Omit<Drawing, 'prompt'> = { clusters: [], cursor: 0 };

const same = (a: Glyph | undefined, b: Glyph | undefined): boolean =>
  a !== undefined && b !== undefined && a.text === b.text && a.standout === b.standout;

/** readline's redisplay (display.c, `rl_redisplay` and `update_line`): of each row only what differs is written. */
export class ReadlineDisplay implements Display {
  #columns: number;
  #pen: Pen;
  #prompt = '';
  #message: string | undefined;
  /** The prompt gives way to a message or comes back: the first row is then written to its end. */
  #otherPrompt = false;
  #drawing = NOTHING;
  #shown: Layout | undefined;

  constructor(columns: number) {
    this.#columns = columns;
    this.#pen = new Pen(columns);
  }

  start(prompt: string): string {
    this.#prompt = prompt;
    this.#message = undefined;
    return this.drawAnew(NOTHING);
  }

  update(drawing: Omit<Drawing, 'prompt'>): string {
    this.#drawing = drawing;
    const { glyphs } = parsePrompt(this.#message ?? this.#prompt);
    this.#show(layOut({ ...drawing, prompt: glyphs }, this.#columns));
    return this.#pen.take();
  }

  redraw(drawing: Omit<Drawing, 'prompt'>, message?: string): string {
    this.#otherPrompt = (message === undefined) !== (this.#message === undefined);
    this.#message = message;
    return this.update(drawing);
  }

  drawAnew(drawing: Omit<Drawing, 'prompt'>): string {
    this.#pen = new Pen(this.#columns);
    this.#shown = undefined;
    return parsePrompt(this.#prompt).before + this.update(drawing);
  }

  finish(): string {
    const rows = this.#shown?.rows ?? [];
    // A row that only waits for more text needs no newline of its own (rl_display, _rl_update_final).
    const last = Math.max(
      0,
      rows.length - (rows.at(-1)?.length === 0 && rows.length > 1 && !this.#endsInNewline ? 2 : 1),
    );
    if (this.#pen.row !== last) this.#pen.move({ row: last, column: 0 });
    this.#pen.newline();
    return this.#pen.take();
  }

  /** What bash does at an interrupt: to the last row, but not below it. */
  toLastRow(): string {
    const last = Math.max(0, (this.#shown?.rows.length ?? 1) - 1);
    if (this.#pen.row !== last) this.#pen.move({ row: last, column: 0 });
    return this.#pen.take();
  }

  resize(columns: number): string {
    const up = '\x1b[A'.repeat(this.#pen.row);
    this.#columns = columns;
    this.#pen = new Pen(columns);
    this.#shown = undefined;
    return `${up}\r\x1b[J${this.update(this.#drawing)}`;
  }

  get #endsInNewline(): boolean {
    return this.#drawing.clusters.at(-1) === '\n';
  }

  #show(layout: Layout): void {
    const old = this.#shown?.rows ?? [];
    const rows = Math.max(old.length, layout.rows.length);
    for (let row = 0; row < rows; row++) {
      const next = layout.rows[row];
      if (next) this.#updateRow(row, old[row] ?? [], next);
      else this.#clearRow(row);
    }
    this.#otherPrompt = false;
    const { cursor } = layout;
    this.#pen.move(cursor, (layout.rows[cursor.row]?.length ?? 0) === 0);
    this.#shown = layout;
  }

  /** The pen is behind a full row: what it writes next makes the terminal wrap, so readline writes this row's first glyph anyway. */
  #wrapInto(row: number, old: readonly Glyph[], next: readonly Glyph[]): readonly Glyph[] {
    const [first] = next;
    if (!first || !this.#pen.wrapsInto(row) || old[0]?.width !== first.width) return old;
    this.#pen.moveToDraw({ row, column: 0 });
    this.#draw([first]);
    return [first, ...old.slice(1)];
  }

  #updateRow(row: number, before: readonly Glyph[], next: readonly Glyph[]): void {
    const old = this.#wrapInto(row, before, next);
    let start = 0;
    while (same(old[start], next[start])) start++;
    if (start === old.length && start === next.length) return;
    let tail = 0;
    const most = this.#otherPrompt && row === 0 ? 0 : Math.min(old.length, next.length) - start;
    while (tail < most && same(old.at(-1 - tail), next.at(-1 - tail))) tail++;
    const fresh = next.slice(start, next.length - tail);
    const width = glyphsWidth(fresh);
    const gone = glyphsWidth(old.slice(start, old.length - tail)) - width;
    const place = { row, column: glyphsWidth(next.slice(0, start)) };
    if (fresh.length === 0 || (tail > 0 && gone !== 0)) this.#pen.move(place);
    else this.#pen.moveToDraw(place);
    if (tail > 0 && gone !== 0) this.#pen.raw(gone < 0 ? `\x1b[${-gone}@` : `\x1b[${gone}P`);
    this.#draw(fresh);
    if (tail === 0 && gone > 0) this.#pen.raw(CLEAR_TO_END_OF_LINE);
  }

  #clearRow(row: number): void {
    this.#pen.move({ row, column: 0 });
    this.#pen.raw(CLEAR_TO_END_OF_LINE);
  }

  #draw(glyphs: readonly Glyph[]): void {
    let standout = false;
    for (const glyph of glyphs) {
      if (glyph.standout !== standout) this.#pen.raw(glyph.standout ? '\x1b[7m' : '\x1b[27m');
      standout = glyph.standout;
      this.#pen.draw(glyph.text, glyph.width);
    }
    if (standout) this.#pen.raw('\x1b[27m');
  }
}
