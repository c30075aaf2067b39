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
    const shown = cells.filter((cell) => cell !== undefined);
    return shown.map((cell, i) => (i === shown.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('');
  });
  return lines.map((line) => `${line}\n`).join('');
}
