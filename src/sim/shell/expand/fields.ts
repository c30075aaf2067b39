/** A run of a word's characters; what is quoted is neither split nor a pattern. */
interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}

export type Field = Piece[];

export const fieldText = (field: Field): string => field.map((piece) => piece.text).join('');

/** Builds the fields of a word, cutting the results of expansions at IFS (POSIX 2.6.5). */
export class FieldBuilder {
  readonly fields: Field[] = [];
  readonly #blanks: ReadonlySet<string>;
  readonly #marks: ReadonlySet<string>;
  readonly #splits: boolean;
  #current: Field | undefined;
  /** The last field was closed by blanks, which a mark may still belong to. */
  #closedByBlank = false;

  /** @param ifs undefined: nothing is cut */
  constructor(ifs: string | undefined) {
    this.#splits = ifs !== undefined;
    this.#blanks = new Set([...(ifs ?? '')].filter((char) => ' \t\n'.includes(char)));
    this.#marks = new Set([...(ifs ?? '')].filter((char) => !' \t\n'.includes(char)));
  }

  add(text: string, quoted: boolean): void {
    this.#current ??= [];
    this.#current.push({ text, quoted });
    this.#closedByBlank = false;
  }

  /** Adds an unquoted expansion's result. */
  addExpanded(text: string): void {
    if (!this.#splits) {
      if (text !== '') this.add(text, false);
      return;
    }
    let run = '';
    const flush = (): void => {
      if (run !== '') this.add(run, false);
      run = '';
    };
    for (const char of text) {
      if (!this.#blanks.has(char) && !this.#marks.has(char)) {
        run += char;
        continue;
      }
      flush();
      if (this.#blanks.has(char)) this.#blank();
      else this.#mark();
    }
    flush();
  }

  #blank(): void {
    if (this.#current === undefined) return;
    this.end();
    this.#closedByBlank = true;
  }

  #mark(): void {
    if (this.#current === undefined && !this.#closedByBlank) this.#current = [];
    this.#closedByBlank = false;
    this.end();
  }

  /** Ends the current field, where there is one. */
  end(): void {
    if (this.#current) this.fields.push(this.#current);
    this.#current = undefined;
  }
}
