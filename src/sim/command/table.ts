/** The columns that a character takes in a terminal: two for East Asian wide ones (docker/cli's tabwriter counts so). */
const columnsOf = (text: string): number => {
  let columns = 0;
  for (const char of text)
    columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
      char,
    )
      ? 2
      : 1;
  return columns;
};

export interface TableShape {
  readonly minWidth: number;
  readonly padding: number;
}

/** How docker's lists are set out. */
const LIST_SHAPE: TableShape = { minWidth: 10, padding: 3 };

/**
 * Lines up the tab-terminated cells of `text` in columns, as Go's text/tabwriter does: a column is a run of
 * neighbouring lines that have a cell there, and is as wide as its widest. What follows a line's last tab is in no column.
 */
export function tabulate(text: string, shape: TableShape = LIST_SHAPE): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = lines.map((cells) => cells.map(() => 0));
  const measure = (from: number, to: number, column: number): void => {
    for (let i = from; i < to; i++) {
      if ((lines[i]?.length ?? 0) - 1 <= column) continue;
      let end = i;
      while (end < to && (lines[end]?.length ?? 0) - 1 > column) end++;
      const cells = lines.slice(i, end).map((line) => columnsOf(line[column] ?? ''));
      const width = Math.max(shape.minWidth, ...cells.map((cell) => cell + shape.padding));
      for (let j = i; j < end; j++) (widths[j] as number[])[column] = width;
      measure(i, end, column + 1);
      i = end - 1;
    }
  };
  measure(0, lines.length, 0);
  return lines
    .map((cells, i) =>
      cells.map((cell, j) => cell + ' '.repeat(Math.max(0, (widths[i]?.[j] ?? 0) - columnsOf(cell)))).join(''),
    )
    .join('\n');
}
