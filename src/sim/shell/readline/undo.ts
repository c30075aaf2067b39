import type { LineBuffer } from './buffer.ts';

interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

/** readline takes typed characters back by runs of at most this many (undo.c). */
const RUN = 20;

/** The states to go back to. */
export class UndoList {
  #states: Snapshot[] = [];
  #typed = 0;
  #typedTo = -1;

  /** To be called before a change that is not plain typing. */
  save(buffer: LineBuffer): void {
    this.#push(buffer);
    this.#typedTo = -1;
  }

  /** To be called before one typed character is inserted. */
  saveTyping(buffer: LineBuffer): void {
    if (buffer.cursor !== this.#typedTo || this.#typed >= RUN) {
      this.#push(buffer);
      this.#typed = 0;
    }
    this.#typed++;
    this.#typedTo = buffer.cursor + 1;
  }

  /** Puts the buffer back to where it was; false when there is nothing to undo. */
  undo(buffer: LineBuffer): boolean {
    const state = this.#states.pop();
    this.#typedTo = -1;
    if (!state) return false;
    buffer.set(state.text, state.cursor);
    return true;
  }

  clear(): void {
    this.#states = [];
    this.#typedTo = -1;
  }

  #push(buffer: LineBuffer): void {
    this.#states.push({ text: buffer.text, cursor: buffer.cursor });
  }
}
