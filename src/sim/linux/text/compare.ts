const encoder = new TextEncoder();

/** strcmp(3): by the bytes of UTF-8, which is the order of code points. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = (left[i] as number) - (right[i] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** strverscmp(3), in short: runs of digits by their value, all else by bytes. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < Math.max(left?.length ?? 0, right?.length ?? 0); i++) {
    const [x, y] = [left?.[i] ?? '', right?.[i] ?? ''];
    const byValue = /^\d/.test(x) && /^\d/.test(y) ? Number(x) - Number(y) : 0;
    const difference = byValue || compareBytes(x, y);
    if (difference !== 0) return difference;
  }
  return 0;
}
