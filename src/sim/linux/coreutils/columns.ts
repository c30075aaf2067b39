/** GNU's many-per-line layout: as many columns as fit, each as wide as its longest name and two blanks (ls.c). */
export function inColumns(names: readonly string[], width: number, across: boolean): string {
  const lengths = names.map((name) => [...name].length);
  for (let columns = Math.min(names.length, Math.max(1, Math.floor(width / 3))); columns >= 1; columns--) {
    const rows = Math.ceil(names.length / columns);
    if (!across && Math.ceil(names.length / rows) < columns && columns > 1) continue;
    const columnOf = (i: number): number => (across ? i % columns : Math.floor(i / rows));
    const widths = Array.from({ length: columns }, () => 0);
    for (const [i, length] of lengths.entries()) {
      const column = columnOf(i);
      widths[column] = Math.max(widths[column] ?? 0, length + (column === columns - 1 ? 0 : 2));
    }
    if (columns > 1 && widths.reduce((sum, one) => sum + one, 0) >= width) continue;
    return layOut(names, rows, columns, widths, across);
  }
  return '';
}

function layOut(
  names: readonly string[],
  rows: number,
  columns: number,
  widths: readonly number[],
  across: boolean,
): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from(
      { length: columns },
      (_, column) => names[across ? row * columns + column : column * rows + row],
    );
    return aligned(
      cells.filter((cell) => cell !== undefined),
      widths,
    );
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** Cells in a row, each at its column: ls fills up with tabs where they reach, then blanks (ls.c, indent). */
function aligned(cells: readonly string[], widths: readonly number[]): string {
  let line = '';
  let start = 0;
  cells.forEach((cell, i) => {
    line += cell;
    if (i === cells.length - 1) return;
    const end = start + (widths[i] ?? 0);
    line += indent(start + [...cell].length, end);
    start = end;
  });
  return line;
}

const TAB_SIZE = 8;
const tabStop = (column: number): number => Math.floor(column / TAB_SIZE);

function indent(from: number, to: number): string {
  let blanks = '';
  for (let at = from; at < to; ) {
    const tab = tabStop(to) > tabStop(at + 1);
    blanks += tab ? '\t' : ' ';
    at = tab ? (tabStop(at) + 1) * TAB_SIZE : at + 1;
  }
  return blanks;
}
