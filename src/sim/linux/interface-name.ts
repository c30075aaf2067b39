/** The order of `ifconfig`: by name, the numbers in it by value (nstrcmp). */
export function byInterfaceName(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => /^(.*?)(\d*)$/.exec(name) ?? ['', name, '']);
  const [stem, other] = [left?.[1] ?? '', right?.[1] ?? ''];
  if (stem !== other) return stem < other ? -1 : 1;
  return Number(left?.[2] || -1) - Number(right?.[2] || -1);
}
