import type { Dissection } from './dissection.ts';

const NAMES: Readonly<Record<number, string>> = {
  0: 'eol',
  1: 'nop',
  2: 'mss',
  3: 'wscale',
  4: 'sackOK',
  5: 'sack',
  6: 'echo',
  7: 'echoreply',
  8: 'TS',
  11: 'cc',
  12: 'ccnew',
  13: 'ccecho',
  19: 'md5',
  20: 'scps',
  28: 'uto',
  29: 'tcp-ao',
  30: 'mptcp',
  34: 'tfo',
  254: 'exp',
};

/** How long the data of an option is where it is known. */
const LENGTHS: Readonly<Record<number, number>> = { 0: 0, 1: 0, 2: 2, 3: 1, 4: 0, 8: 8 };

function sack(d: Dissection, at: number, length: number, base: number): string {
  if (length % 8 !== 0) return ' invalid sack';
  let text = ` ${length / 8} `;
  for (let i = at; i < at + length; i += 8) text += `{${(d.u32(i) - base) >>> 0}:${(d.u32(i + 4) - base) >>> 0}}`;
  return text;
}

function optionValue(d: Dissection, type: number, at: number, length: number, sackBase: number): string {
  switch (type) {
    case 2:
      return ` ${d.u16(at)}`;
    case 3:
      return ` ${d.u8(at)}`;
    case 5:
      return sack(d, at, length, sackBase);
    case 8:
      return ` val ${d.u32(at)} ecr ${d.u32(at + 4)}`;
    default:
      return type in LENGTHS || length === 0 ? '' : ` 0x${d.hex(at, length)}`;
  }
}

/** The options of a TCP header, `length` bytes from `at`; false where they end the line. */
export function printTcpOptions(d: Dissection, at: number, length: number, sackBase: number): boolean {
  d.print(', options [');
  const end = at + length;
  let between = '';
  for (let i = at; i < end; between = ',') {
    d.print(between);
    const type = d.u8(i);
    const told = type < 2 ? 1 : d.u8(i + 1);
    if (type >= 2 && (told < 2 || i + told > end)) return bad(d, between);
    d.print(NAMES[type] ?? `unknown-${type}`);
    const head = type < 2 ? 1 : 2;
    const data = LENGTHS[type] ?? told - head;
    if (i + head + data > end) return bad(d, between);
    d.print(optionValue(d, type, i + head, data, sackBase));
    if (head + data !== told) d.print(`[len ${told}]`);
    if (type === 0) break;
    i += head + data;
  }
  d.print(']');
  return true;
}

function bad(d: Dissection, between: string): boolean {
  d.print(`[bad opt]${between === '' ? '' : ']'}`);
  return false;
}
