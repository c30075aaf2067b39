/** A stretch of lines of one text that stands in the place of one of the other; each from, to (not included). */
export interface Change {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** The lengths of the longest common rows of lines from each place on. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    const [row, below] = [lengths[i] as Uint32Array, lengths[i + 1] as Uint32Array];
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? (below[j + 1] as number) + 1 : Math.max(below[j] as number, row[j + 1] as number);
  }
  return lengths;
}

/** What to change to make the one text of the other: as few lines as may be. */
export function lineChanges(a: readonly string[], b: readonly string[]): Change[] {
  const lengths = commonLengths(a, b);
  const changes: Change[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [startA, startB] = [i, j];
    while ((i < a.length || j < b.length) && (i === a.length || j === b.length || a[i] !== b[j])) {
      const deletes = j === b.length || (i < a.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0));
      if (deletes) i++;
      else j++;
    }
    if (i > startA || j > startB) changes.push({ from: [startA, i], to: [startB, j] });
    for (; i < a.length && j < b.length && a[i] === b[j]; i++) j++;
  }
  return changes;
}
