import type { Drawing } from './layout.ts';

/** How a dialect's line editor draws. Each method gives the bytes to write to the terminal. */
export interface Display {
  /** A new line begins: the whole prompt. */
  start(prompt: string): string;
  /** The edited line has changed, or its cursor. */
  update(drawing: Omit<Drawing, 'prompt'>): string;
  /** The same, by drawing the prompt and the line again over themselves. `message` stands in for the prompt until the next `redraw` without one. */
  redraw(drawing: Omit<Drawing, 'prompt'>, message?: string): string;
  /** Everything anew, on the row where the terminal's cursor is. */
  drawAnew(drawing: Omit<Drawing, 'prompt'>): string;
  /** To the row below the line, which is done with. */
  finish(): string;
  /** The terminal has now `columns`. */
  resize(columns: number): string;
}
