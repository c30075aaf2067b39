/** One column of ss: how its cells are aligned, and what parts it from the one before. */
export interface Column {
  readonly header: string;
  readonly align: 'left' | 'right';
  readonly before: '' | ' ';
}

/** A column's width, measured or made wider; 0: nothing stands in it. */
interface Measured {
  readonly index: number;
  width: number;
}

/**
 * Widths as ss gives them out (render_calc_width of misc/ss.c): what the cells need, and on a terminal what is left of
 * each of its lines, the last columns first where it does not come out even.
 */
function widths(columns: readonly Column[], lengths: readonly number[], screen: number | undefined): number[] {
  const all = lengths.map((length, index): Measured => {
    const first = lengths.slice(0, index).every((other) => other === 0);
    return { index, width: length === 0 ? 0 : length + (first ? 0 : (columns[index]?.before.length ?? 0)) };
  });
  if (screen !== undefined)
    distribute(
      all.filter(({ width }) => width > 0),
      screen,
    );
  return all.map(({ width }) => width);
}

function distribute(shown: readonly Measured[], screen: number): void {
  for (let from = 0; from < shown.length; ) {
    let [to, length] = [from, 0];
    while (to < shown.length && (to === from || length + (shown[to]?.width ?? 0) <= screen))
      length += shown[to++]?.width ?? 0;
    const line = shown.slice(from, to);
    const left = Math.max(0, screen - length);
    line.reverse().forEach((column, i) => {
      column.width += Math.floor(left / line.length) + (i < left % line.length ? 1 : 0);
    });
    from = to;
  }
}

/** A table of ss. `screen`: the terminal's width, where it goes to one; `headed`: the headers are shown, and count. */
export function tableText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { screen, headed }: { screen: number | undefined; headed: boolean },
): string {
  const all = headed ? [columns.map(({ header }) => header), ...rows] : rows;
  const lengths = columns.map((_, i) => Math.max(0, ...all.map((row) => row[i]?.length ?? 0)));
  const wide = widths(columns, lengths, screen);
  const first = wide.findIndex((width) => width > 0);
  const lines = all.map((row) =>
    row.map((cell, i) => cellText(cell, wide[i] ?? 0, columns[i] as Column, i === first)).join(''),
  );
  // Nothing follows the last column, so its blanks are kept for a terminal only.
  return lines.map((line) => `${screen === undefined ? line.trimEnd() : line}\n`).join('');
}

function cellText(cell: string, width: number, { align, before }: Column, first: boolean): string {
  if (width === 0) return '';
  const gap = first ? '' : before;
  return gap + (align === 'left' ? cell.padEnd(width - gap.length) : cell.padStart(width - gap.length));
}
