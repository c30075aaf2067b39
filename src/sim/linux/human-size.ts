/** A size as BusyBox's `-h` shows it: up to 9.9 with one decimal, then whole (libbb/human_readable.c). */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  let unit = -1;
  while (value >= 1024 && unit < 4) {
    value /= 1024;
    unit++;
  }
  const tenths = Math.round(value * 10);
  return `${tenths >= 100 ? Math.round(value) : (tenths / 10).toFixed(1)}${'KMGTP'[unit]}`;
}
