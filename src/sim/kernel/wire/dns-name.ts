const NAME_LIMIT = 255;
const LABEL_LIMIT = 63;
/** A length byte from here on begins a pointer. */
const POINTER = 0xc0;

/** Bytes that a label's text holds as they are; others, and the dot, are escaped (RFC 1035 §5.1). */
const isPlain = (byte: number): boolean => byte > 0x20 && byte < 0x7f && byte !== 0x2e && byte !== 0x5c;

const labelText = (label: Uint8Array): string =>
  Array.from(label, (byte) =>
    isPlain(byte) ? String.fromCharCode(byte) : `\\${byte.toString().padStart(3, '0')}`,
  ).join('');

/** The offset that a pointer whose first byte is `high` leads to; it must lie before `limit`, so that no loop can be. */
function readPointer(high: number, low: number | undefined, limit: number): number {
  const target = ((high & 0x3f) << 8) | (low ?? 0);
  if (low === undefined || target >= limit) throw new RangeError('bad pointer in a name');
  return target;
}

/**
 * A name's text (no dot at its end, the root is '') and where what follows it begins.
 * Pointers must lead backwards (RFC 1035 §4.1.4). Throws RangeError when malformed.
 */
export function readName(bytes: Uint8Array, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let [at, limit, size] = [start, start, 1];
  let end: number | undefined;
  for (let length = bytes[at]; length !== 0; length = bytes[at]) {
    if (length === undefined) throw new RangeError('name runs over the end');
    if (length >= POINTER) {
      end ??= at + 2;
      at = limit = readPointer(length, bytes[at + 1], limit);
      continue;
    }
    size += length + 1;
    const next = at + 1 + length;
    if (length > LABEL_LIMIT || size > NAME_LIMIT) throw new RangeError('label or name too long');
    labels.push(labelText(bytes.subarray(at + 1, next)));
    at = next;
  }
  return { name: labels.join('.'), end: end ?? at + 1 };
}

const LABELS = /(?:[^.\\]|\\\d{3}|\\.)+/gs;
const BYTES = /\\(\d{3})|\\?(.)/gsu;

const utf8 = new TextEncoder();

function labelBytes(text: string): number[] {
  return [...text.matchAll(BYTES)].flatMap(([, decimal, character]) =>
    decimal === undefined ? [...utf8.encode(character)] : [Number(decimal)],
  );
}

/** A name's labels as bytes, one dot at its end allowed; undefined when a label or the name is empty or too long. */
export function encodeLabels(name: string): readonly number[][] | undefined {
  if (name === '' || name === '.') return [];
  const texts = name.match(LABELS) ?? [];
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  if (texts.join('.') !== bare && texts.join('.') !== name) return undefined;
  const labels = texts.map(labelBytes);
  const size = labels.reduce((sum, label) => sum + label.length + 1, 1);
  const fits = labels.every((label) => label.length <= LABEL_LIMIT && label.every((byte) => byte <= 255));
  return fits && size <= NAME_LIMIT ? labels : undefined;
}
