import { clusters } from './width.ts';

/** Which characters make words; readline and BusyBox differ. */
export type WordTest = (cluster: string) => boolean;

/** readline's words: letters and digits (`rl_alphabetic`). */
export const alphanumeric: WordTest = (cluster) => /^[\p{L}\p{N}]/u.test(cluster);

/** BusyBox's words: all but spaces and ASCII punctuation (lineedit.c, ctrl_left). */
export const unpunctuated: WordTest = (cluster) => !/^[\s!-/:-@[-`{-~]/.test(cluster);

/** Words between blanks, whatever they are made of. */
export const unblank: WordTest = (cluster) => !/^\s/.test(cluster);

/** The line being edited. Positions count clusters (see width.ts), never UTF-16 units. */
export class LineBuffer {
  #clusters: string[] = [];
  #cursor = 0;

  get clusters(): readonly string[] {
    return this.#clusters;
  }

  get text(): string {
    return this.#clusters.join('');
  }

  get length(): number {
    return this.#clusters.length;
  }

  get cursor(): number {
    return this.#cursor;
  }

  set cursor(position: number) {
    this.#cursor = Math.max(0, Math.min(position, this.length));
  }

  /** The cursor as an index into {@link text}. */
  get offset(): number {
    return this.slice(0, this.#cursor).length;
  }

  set offset(index: number) {
    this.#cursor = clusters(this.text.slice(0, index)).length;
  }

  slice(from: number, to: number): string {
    return this.#clusters.slice(from, to).join('');
  }

  /** Replaces the whole line; the cursor goes to its end, or to `cursor`. */
  set(text: string, cursor?: number): void {
    this.#clusters = clusters(text);
    this.cursor = cursor ?? this.length;
  }

  /** Inserts before the cursor; a combining character joins what stands there. */
  insert(text: string): void {
    const before = clusters(this.slice(0, this.#cursor) + text);
    this.#clusters = [...before, ...this.#clusters.slice(this.#cursor)];
    this.#cursor = before.length;
  }

  /** Takes out what is between two positions and leaves the cursor there. Returns it. */
  remove(from: number, to: number): string {
    const [start, end] = from < to ? [from, to] : [to, from];
    const removed = this.slice(Math.max(0, start), end);
    // A new array: displays keep the old one to compare.
    this.#clusters = [...this.#clusters.slice(0, Math.max(0, start)), ...this.#clusters.slice(end)];
    this.cursor = start;
    return removed;
  }

  /** Where the word before `position` begins. */
  wordStart(isWord: WordTest, position: number = this.#cursor): number {
    let at = position;
    while (at > 0 && !isWord(this.#clusters[at - 1] as string)) at--;
    while (at > 0 && isWord(this.#clusters[at - 1] as string)) at--;
    return at;
  }

  /** Where the word at or after `position` ends. */
  wordEnd(isWord: WordTest, position: number = this.#cursor): number {
    let at = position;
    while (at < this.length && !isWord(this.#clusters[at] as string)) at++;
    while (at < this.length && isWord(this.#clusters[at] as string)) at++;
    return at;
  }
}
