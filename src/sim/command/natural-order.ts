const chunks = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
const isNumber = (chunk: string): boolean => /^\d/.test(chunk);

/** Orders texts so that numbers in them count as numbers: `web2` before `web10` (fvbommel/sortorder's NaturalLess). */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [chunks(a), chunks(b)];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i] as string, right[i] as string];
    if (x === y) continue;
    if (isNumber(x) && isNumber(y)) {
      const difference = Number(x) - Number(y);
      return difference === 0 ? x.length - y.length : difference;
    }
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}
