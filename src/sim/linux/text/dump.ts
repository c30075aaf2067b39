import type { Task } from '../../kernel/task.ts';
import { concatBytes } from '../../kernel/wire/bytes.ts';
import type { Call } from '../call.ts';
import { eachInput, PLAIN } from '../inputs.ts';
import { readAll } from '../read-file.ts';

/** How a dump shows each unit of so many bytes, the lowest first. */
export interface Unit {
  readonly bytes: 1 | 2 | 4;
  text(value: number): string;
}

const ESCAPES = new Map([[0, '\\0'], ...[...'abtnvfr'].map((letter, i): [number, string] => [7 + i, `\\${letter}`])]);

const NAMES =
  'nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp'.split(
    ' ',
  );

const isPrintable = (byte: number): boolean => byte >= 32 && byte < 127;

/** A number in a base, filled up with zeros to its size, in a column. */
export const number = (bytes: Unit['bytes'], base: number, digits: number, width: number, fill = '0'): Unit => ({
  bytes,
  text: (value) => value.toString(base).padStart(digits, fill).padStart(width),
});

/** `od -c`. */
export const CHARACTERS: Unit = {
  bytes: 1,
  text: (byte) =>
    (ESCAPES.get(byte) ?? (isPrintable(byte) ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))).padStart(
      4,
    ),
};

/** `od -a`. */
export const NAMED: Unit = {
  bytes: 1,
  text: (byte) => (NAMES[byte & 127] ?? ((byte & 127) === 127 ? 'del' : String.fromCharCode(byte & 127))).padStart(4),
};

/** `hexdump -C`, without what stands between the bars. */
export const PAIRS: Unit = number(1, 16, 2, 3);

export interface DumpFormat {
  readonly units: readonly Unit[];
  /** Where a line begins; undefined: not shown. */
  readonly offset: ((at: number) => string) | undefined;
  /** Short lines are filled up with blanks: hexdump's. */
  readonly filled: boolean;
  /** What stands between bars at the line's end, with a gap in the middle: `hexdump -C`. */
  readonly canonical: boolean;
  /** Lines that are like the one before are shown, too. */
  readonly verbose: boolean;
  readonly skip: number;
  readonly most: number;
}

const LINE = 16;

function littleEndian(line: Uint8Array, at: number, bytes: number): number {
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + (line[at + i] ?? 0);
  return value;
}

function unitsText(line: Uint8Array, unit: Unit, { filled, canonical }: DumpFormat): string {
  let text = '';
  let width = 0;
  for (let at = 0; at < LINE; at += unit.bytes) {
    const gap = canonical && at % 8 === 0 ? ' ' : '';
    width += gap.length + unit.text(0).length;
    if (at < line.length) text += gap + unit.text(littleEndian(line, at, unit.bytes));
  }
  return filled ? text.padEnd(width) : text;
}

function lineText(line: Uint8Array, at: number, format: DumpFormat): string {
  const start = format.offset?.(at) ?? '';
  const texts = format.units.map(
    (unit, i) => (i === 0 ? start : ' '.repeat(start.length)) + unitsText(line, unit, format),
  );
  const end = format.canonical
    ? `  |${[...line].map((byte) => (isPrintable(byte) ? String.fromCharCode(byte) : '.')).join('')}|`
    : '';
  return `${texts.join('\n')}${end}\n`;
}

function dumpText(data: Uint8Array, format: DumpFormat): string {
  let text = '';
  let before = '';
  for (let at = 0; at < data.length; at += LINE) {
    const line = data.subarray(at, at + LINE);
    const same = !format.verbose && at > 0 && line.length === LINE && line.join() === before;
    if (!same) text += lineText(line, format.skip + at, format);
    else if (!text.endsWith('*\n')) text += '*\n';
    before = line.join();
  }
  return text + (format.offset ? `${format.offset(format.skip + data.length)}\n` : '');
}

/** od and hexdump: all inputs as one row of bytes, shown in numbers. */
export function* dump(call: Call, format: DumpFormat): Task<number> {
  const parts: Uint8Array[] = [];
  const well = yield* eachInput(call, call.operands, PLAIN, function* (fd) {
    parts.push(yield* readAll(call.sys, fd));
  });
  if (well || parts.length > 0) {
    const { skip, most } = format;
    yield* call.print(dumpText(concatBytes(...parts).subarray(skip, skip + most), format));
  }
  return well ? 0 : 1;
}
