import { clusters, displayWidth } from './width.ts';

/** One thing drawn at a place: a cluster, with the escape sequences of a coloured prompt that come before it. */
export interface Glyph {
  readonly text: string;
  readonly width: number;
  /** Drawn in reverse video. */
  readonly standout: boolean;
}

export interface Position {
  readonly row: number;
  readonly column: number;
}

/** The prompt's last line and the edited line on a terminal; a row that is full is always followed by another. */
export interface Layout {
  readonly rows: readonly (readonly Glyph[])[];
  readonly cursor: Position;
  /** Where each cluster of the edited line stands; one more for its end. */
  readonly places: readonly Position[];
}

export interface Drawing {
  /** What stands before the edited line. */
  readonly prompt: readonly Glyph[];
  readonly clusters: readonly string[];
  readonly cursor: number;
  /** Clusters to draw in reverse video, from the first up to before the second. */
  readonly standout?: readonly [number, number] | undefined;
}

export const glyphsWidth = (glyphs: readonly Glyph[]): number => glyphs.reduce((sum, glyph) => sum + glyph.width, 0);

/** What bash makes of `\[` and `\]` (readline.h, RL_PROMPT_START_IGNORE). */
const IGNORE_START = '\x01';
const IGNORE_END = '\x02';

/** What takes no column: what is so marked, and the escape sequences that people forget to mark. */
const UNSEEN = new RegExp(`${IGNORE_START}[^${IGNORE_END}]*${IGNORE_END}|\x1b\\[[0-9;?]*[@-~]`, 'g');

/**
 * A prompt as it is to be drawn. The lines before its last are written once and then left alone; escape sequences ride on the
 * glyph after them (the last ones on the last glyph).
 */
export function parsePrompt(prompt: string): { before: string; glyphs: readonly Glyph[] } {
  const cut = prompt.lastIndexOf('\n') + 1;
  const line = prompt.slice(cut);
  const glyphs: Glyph[] = [];
  let unseen = '';
  let from = 0;
  const take = (text: string): void => {
    for (const cluster of clusters(text)) {
      glyphs.push({ text: unseen + cluster, width: displayWidth(cluster), standout: false });
      unseen = '';
    }
  };
  for (const match of line.matchAll(UNSEEN)) {
    take(line.slice(from, match.index));
    unseen += unmarked(match[0]);
    from = match.index + match[0].length;
  }
  take(line.slice(from));
  const last = glyphs.pop();
  if (last) glyphs.push({ ...last, text: last.text + unseen });
  return { before: unmarked(prompt.slice(0, cut)), glyphs };
}

const unmarked = (text: string): string => text.replaceAll(IGNORE_START, '').replaceAll(IGNORE_END, '');

class Builder {
  readonly rows: Glyph[][] = [[]];
  readonly #columns: number;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  get place(): Position {
    return { row: this.rows.length - 1, column: this.#column };
  }

  /** Makes a place for a glyph: a wide one that does not fit goes to the next row. */
  room(width: number): Position {
    if (this.#column + width > this.#columns && this.#column > 0) {
      while (this.#column < this.#columns) this.#add({ text: ' ', width: 1, standout: false });
      this.newRow();
    }
    return this.place;
  }

  put(glyph: Glyph): void {
    this.room(glyph.width);
    this.#add(glyph);
    if (this.#column >= this.#columns) this.newRow();
  }

  newRow(): void {
    this.rows.push([]);
    this.#column = 0;
  }

  #add(glyph: Glyph): void {
    this.rows.at(-1)?.push(glyph);
    this.#column += glyph.width;
  }
}

/** What a cluster looks like: control characters show as `^X`, a tab as blanks up to the next stop. */
function shown(cluster: string, column: number): readonly string[] {
  if (cluster === '\t') return Array.from({ length: 8 - (column % 8) }, () => ' ');
  const code = cluster.charCodeAt(0);
  if (code < 0x20) return ['^', String.fromCharCode(code + 0x40)];
  if (code === 0x7f) return ['^', '?'];
  return [cluster];
}

/** Lays the drawing out on rows of `columns`. */
export function layOut(drawing: Drawing, columns: number): Layout {
  const builder = new Builder(columns);
  for (const glyph of drawing.prompt) builder.put(glyph);
  const [from, to] = drawing.standout ?? [0, 0];
  const places = drawing.clusters.map((cluster, i) => {
    if (cluster === '\n') {
      const place = builder.place;
      builder.newRow();
      return place;
    }
    const texts = shown(cluster, builder.place.column);
    const place = builder.room(displayWidth(texts[0] as string));
    for (const text of texts) builder.put({ text, width: displayWidth(text), standout: i >= from && i < to });
    return place;
  });
  places.push(builder.place);
  return { rows: builder.rows, places, cursor: places[drawing.cursor] as Position };
}
