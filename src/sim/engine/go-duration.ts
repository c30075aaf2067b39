const UNITS: readonly (readonly [name: string, micros: number])[] = [
  ['h', 3_600_000_000],
  ['m', 60_000_000],
];

/** A span in µs as Go writes it: `1m30s`, `500ms`, `1.5s` (time.Duration's String). */
export function goDuration(micros: number): string {
  if (micros < 1000) return micros === 0 ? '0s' : `${micros}µs`;
  if (micros < 1_000_000) return `${micros / 1000}ms`;
  let rest = micros;
  let text = '';
  for (const [name, unit] of UNITS) {
    if (rest >= unit || text !== '') text += `${Math.floor(rest / unit)}${name}`;
    rest %= unit;
  }
  return `${text}${rest / 1_000_000}s`;
}
