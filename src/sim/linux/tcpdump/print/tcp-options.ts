import { type Dissection, LOST } from './dissection.ts';

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
const LENGTHS: Readonly<Record<number, number>> = {
  ...{ 0: 0, 1: 0, 2: 2, 3: 1, 4: 0, 6: 4, 7: 4, 8: 8, 11: 4, 12: 4, 13: 4 },
};

function sack(d: Dissection, at: number, length: number, base: number): string {
  if (length % 8 !== 0) return ' invalid sack';
  let text = ` ${length / 8} `;
  for (let i = at; i < at + length; i += 8) text += `{${(d.u32(i) - base) >>> 0}:${(d.u32(i + 4) - base) >>> 0}}`;
  return text;
}

function printValue(d: Dissection, type: number, at: number, length: number, sackBase: number): void {
  switch (type) {
    case 2:
      d.print(` ${d.u16(at)}`);
      return;
    case 3:
      d.print(` ${d.u8(at)}`);
      return;
    case 5:
      d.print(sack(d, at, length, sackBase));
      return;
    case 8:
      if (!d.has(at, length)) throw LOST;
      d.print(` val ${d.u32(at)} ecr ${d.u32(at + 4)}`);
      return;
    default:
      if (type in LENGTHS) d.print(length === 4 ? ` ${d.u32(at)}` : '');
      else if (length > 0) d.print(' 0x');
      if (!(type in LENGTHS)) for (let i = at; i < at + length; i++) d.print(d.hex(i, 1));
  }
}

/** The options of a TCP header, `length` bytes from `at`; false where they end the line. */
export function printTcpOptions(d: Dissection, at: number, length: number, sackBase: number): boolean {
  d.print(', options [');
  const end = at + length;
  let between = '';
  for (let i = at; i < end; between = ',') {
    d.print(between);
    const used = printOption(d, i, end, sackBase);
    if (used === 'truncated') d.print(between === '' ? '' : '>');
    else if (used === 'bad') d.print(`[bad opt]${between === '' ? '' : ']'}`);
    if (typeof used === 'string') return false;
    if (d.u8(i) === 0) break;
    i += used;
  }
  d.print(']');
  return true;
}

/** How many bytes the option takes; `bad` where that is more than what is left of the header. */
function printOption(d: Dissection, at: number, end: number, sackBase: number): number | 'bad' | 'truncated' {
  const type = d.u8(at);
  const head = type < 2 ? 1 : 2;
  const told = type < 2 ? 1 : d.u8(at + 1);
  if (type >= 2 && (told < 2 || at + told > end)) return 'bad';
  d.print(NAMES[type] ?? `unknown-${type}`);
  const data = LENGTHS[type] ?? told - head;
  if (at + head + data > end) return 'bad';
  try {
    printValue(d, type, at + head, data, sackBase);
  } catch (error) {
    if (error !== LOST) throw error;
    d.truncated();
    return 'truncated';
  }
  if (head + data !== told) d.print(`[len ${told}]`);
  return head + data;
}
