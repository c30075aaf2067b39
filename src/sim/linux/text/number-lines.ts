/** Numbers lines as `cat -n` does, or only those that are not empty (`-b`); the count goes on from file to file. */
export class LineNumbers {
  #next = 1;
  #atStart = true;
  readonly #nonempty: boolean;

  constructor(nonempty: boolean) {
    this.#nonempty = nonempty;
  }

  add(text: string): string {
    let out = '';
    for (const piece of text.split(/(?<=\n)/)) {
      if (piece === '') continue;
      const numbered = this.#atStart && !(this.#nonempty && /^\$?\n/.test(piece));
      out += numbered ? `${String(this.#next++).padStart(6)}\t${piece}` : piece;
      this.#atStart = piece.endsWith('\n');
    }
    return out;
  }
}
