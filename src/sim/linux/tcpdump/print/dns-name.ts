import type { Dissection } from './dissection.ts';

const LONGEST = 255;

/** One byte as tcpdump shows text: `^A`, `M-a`. */
export function printable(byte: number): string {
  const meta = byte > 127 ? 'M-' : '';
  const low = byte & 127;
  return `${meta}${low > 0x1f && low < 0x7f ? String.fromCharCode(low) : `^${String.fromCharCode(low ^ 0x40)}`}`;
}

/** Where the name at `at` ends; undefined where that cannot be told. */
export function skipName(d: Dissection, at: number): number | undefined {
  for (let i = at; d.has(i, 1); ) {
    const length = d.u8(i);
    if (length === 0) return i + 1;
    if (length >= 0xc0) return i + 2;
    if (length >= 0x40) return undefined;
    i += length + 1;
  }
  return undefined;
}

/** Prints a name of the message at `message`; where it ends, undefined where it is broken off or wrong. */
export function printName(d: Dissection, at: number, message: number): number | undefined {
  let end: number | undefined;
  let limit = at - message;
  let shown = 0;
  let i = at;
  if (d.has(i, 1) && d.u8(i) === 0) {
    d.print('.');
    return i + 1;
  }
  while (d.has(i, 1)) {
    const length = d.u8(i);
    if (length === 0) {
      if (shown > LONGEST) d.print('<DOMAIN NAME TOO LONG>');
      return end ?? i + 1;
    }
    if (length >= 0xc0) {
      if (!d.has(i + 1, 1)) return undefined;
      end ??= i + 2;
      const offset = ((length & 0x3f) << 8) | d.u8(i + 1);
      if (offset >= limit) {
        d.print('<BAD PTR>');
        return undefined;
      }
      limit = offset;
      i = message + offset;
      continue;
    }
    if (length >= 0x40) {
      d.print(length < 0x80 ? `<ELT ${length & 0x3f}>` : '<BAD LABEL TYPE>');
      return undefined;
    }
    if (!printLabel(d, i + 1, length, shown)) return undefined;
    shown += length + 1;
    i += length + 1;
  }
  return undefined;
}

function printLabel(d: Dissection, at: number, length: number, shown: number): boolean {
  const count = Math.max(0, Math.min(length, LONGEST - shown));
  const bytes = d.bytes.subarray(at, Math.min(at + count, d.end));
  d.print([...bytes].map(printable).join(''));
  if (bytes.length < count) return false;
  if (shown + length <= LONGEST) d.print('.');
  return true;
}
