/** `31.4G`, `4.0K`, `0`: with one decimal from a unit on (libbb/human_readable.c, display_unit 0). @param bytes */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes}`;
  const unit = Math.min(Math.floor(Math.log2(bytes) / 10), 5);
  return `${(bytes / 1024 ** unit).toFixed(1)}${'KMGTP'[unit - 1]}`;
}
