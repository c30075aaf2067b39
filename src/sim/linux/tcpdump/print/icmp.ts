import { wrongChecksum } from './checksum.ts';
import { type Dissection, TRUNCATED, type Transport } from './dissection.ts';

const SHORTEST = 8;
/** The types that carry what they answer. */
const ERRORS = [3, 4, 5, 11, 12];
/** Those that may carry extensions. */
const EXTENDED = [3, 11, 12];
const EXTENSION_AT = 136;
const TYPES: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'unreachable',
  4: 'source quench',
  5: 'redirect',
  8: 'echo request',
  9: 'router advertisement',
  10: 'router solicitation',
  11: 'time exceeded',
  12: 'parameter problem',
  13: 'time stamp request',
  14: 'time stamp reply',
  15: 'information request',
  16: 'information reply',
  17: 'address mask request',
};

function unreachable(d: Dissection, at: number): string {
  const code = d.u8(at + 1);
  const original = at + SHORTEST;
  const to = d.ipv4(original + 16);
  switch (code) {
    case 0:
    case 6:
      return `net ${to} unreachable${code === 6 ? ' - unknown' : ''}`;
    case 1:
    case 7:
      return `host ${to} unreachable${code === 7 ? ' - unknown' : ''}`;
    case 2:
      return `${to} protocol ${d.u8(original + 9)} unreachable`;
    case 3:
      return portUnreachable(d, original, to);
    case 4: {
      const mtu = d.u16(at + 6);
      return `${to} unreachable - need to frag${mtu === 0 ? '' : ` (mtu ${mtu})`}`;
    }
    case 5:
      return `${to} unreachable - source route failed`;
    case 8:
      return `${to} unreachable - source host isolated`;
    case 9:
      return `net ${to} unreachable - admin prohibited`;
    case 10:
      return `host ${to} unreachable - admin prohibited`;
    case 11:
      return `net ${to} unreachable - tos prohibited`;
    case 12:
      return `host ${to} unreachable - tos prohibited`;
    case 13:
      return `host ${to} unreachable - admin prohibited filter`;
    case 14:
      return `host ${to} unreachable - host precedence violation`;
    case 15:
      return `host ${to} unreachable - precedence cutoff`;
    default:
      return `${to} unreachable - #${code}`;
  }
}

function portUnreachable(d: Dissection, original: number, to: string): string {
  const protocol = d.u8(original + 9);
  const port = d.u16(original + (d.u8(original) & 0x0f) * 4 + 2);
  if (protocol === 6) return `${to} tcp port ${d.port('tcp', port)} unreachable`;
  if (protocol === 17) return `${to} udp port ${d.port('udp', port)} unreachable`;
  return `${to} protocol ${protocol} port ${port} unreachable`;
}

function redirect(d: Dissection, at: number): string {
  const code = d.u8(at + 1);
  const [to, gateway] = [d.ipv4(at + SHORTEST + 16), d.ipv4(at + 4)];
  const kinds = [
    `redirect ${to} to net`,
    `redirect ${to} to host`,
    `redirect-tos ${to} to net`,
    `redirect-tos ${to} to host`,
  ];
  return `${kinds[code] ?? `redirect-#${code} ${to} to`} ${gateway}`;
}

function timeExceeded(d: Dissection, at: number): string {
  d.check(at + SHORTEST + 16, 4);
  const code = d.u8(at + 1);
  return ['time exceeded in-transit', 'ip reassembly time exceeded'][code] ?? `time exceeded-#${code}`;
}

function describe(d: Dissection, at: number): string {
  const type = d.u8(at);
  switch (type) {
    case 0:
    case 8:
      return `${TYPES[type]}, id ${d.u16(at + 4)}, seq ${d.u16(at + 6)}`;
    case 3:
      return unreachable(d, at);
    case 5:
      return redirect(d, at);
    case 11:
      return timeExceeded(d, at);
    case 12:
      return d.u8(at + 1) === 0
        ? `parameter problem - octet ${d.u8(at + 4)}`
        : `parameter problem - code ${d.u8(at + 1)}`;
    case 13:
      return `time stamp query id ${d.u16(at + 4)} seq ${d.u16(at + 6)}`;
    case 14:
      return `time stamp reply id ${d.u16(at + 4)} seq ${d.u16(at + 6)}: org ${clock(d.u32(at + 8))}, recv ${clock(d.u32(at + 12))}, xmit ${clock(d.u32(at + 16))}`;
    case 18:
      return `address mask is 0x${d.hex(at + 8, 4)}`;
    default:
      return TYPES[type] ?? `type-#${type}`;
  }
}

/** Milliseconds since midnight. */
function clock(time: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(time / 3_600_000)}:${two((time / 60_000) % 60)}:${two((time / 1000) % 60)}.${String(time % 1000).padStart(3, '0')}`;
}

/** print-icmp.c */
export function printIcmp(d: Dissection, { at, length, fragmented }: Transport): void {
  d.protocol = 'icmp';
  try {
    d.print(`ICMP ${describe(d, at)}, length ${length}`);
  } catch (error) {
    if (error !== TRUNCATED) throw error;
    d.truncated();
    return;
  }
  const verbose = d.options.v > 0;
  if (verbose && !fragmented && d.has(at, length)) {
    const wrong = wrongChecksum(d, at, length, at + 2);
    if (wrong) d.print(` (wrong icmp cksum ${wrong.found.toString(16)} (->${wrong.right.toString(16)})!)`);
  }
  if (!verbose || !ERRORS.includes(d.u8(at))) return;
  d.print('\n\t');
  const outer = d.end;
  const original = d.u16(at + SHORTEST + 2);
  d.end = Math.min(outer, at + SHORTEST + original);
  d.printers.ipv4(d, at + SHORTEST, original);
  d.end = outer;
  d.protocol = 'icmp';
  // An extension could follow the quoted packet's first 128 bytes (RFC 4884).
  if (length > EXTENSION_AT && EXTENDED.includes(d.u8(at))) d.check(at, EXTENSION_AT + 5);
}
