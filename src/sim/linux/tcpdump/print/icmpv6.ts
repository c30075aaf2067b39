import { pseudoHeader, wrongChecksum } from './checksum.ts';
import { type Dissection, flagNames, hex4, type Transport } from './dissection.ts';
import { hexDump } from './hex.ts';

const PROTOCOL_ICMPV6 = 58;
const HEADER = 8;
const TYPES: Readonly<Record<number, string>> = {
  1: 'destination unreachable',
  2: 'packet too big',
  3: 'time exceeded in-transit',
  4: 'parameter problem',
  128: 'echo request',
  129: 'echo reply',
  130: 'multicast listener query',
  131: 'multicast listener report',
  132: 'multicast listener done',
  133: 'router solicitation',
  134: 'router advertisement',
  135: 'neighbor solicitation',
  136: 'neighbor advertisement',
  137: 'redirect',
  143: 'multicast listener report v2',
};
const OPTIONS: Readonly<Record<number, string>> = {
  1: 'source link-address',
  2: 'destination link-address',
  3: 'prefix info',
  4: 'redirected header',
  5: 'mtu',
  25: 'rdnss',
  31: 'dnssl',
};
/** What of a neighbour discovery message comes before its options. */
const OPTIONS_AT: Readonly<Record<number, number>> = { 133: 8, 134: 16, 135: 24, 136: 24, 137: 40 };
const ADVERTISEMENT_FLAGS = [
  [0x8000_0000, 'router'],
  [0x4000_0000, 'solicited'],
  [0x2000_0000, 'override'],
] as const;
const ROUTER_FLAGS = [
  [0x80, 'managed'],
  [0x40, 'other stateful'],
  [0x20, 'home agent'],
] as const;
const PREFIX_FLAGS = [
  [0x80, 'onlink'],
  [0x40, 'auto'],
  [0x20, 'router'],
] as const;
const PREFERENCES = ['medium', 'high', 'rsv', 'low'];
const RECORDS = ['', 'is_in', 'is_ex', 'to_in', 'to_ex', 'allow', 'block'];

/** bittok2str() over bits that a signed number cannot hold. */
const advertisementFlags = (value: number): string => {
  const set = ADVERTISEMENT_FLAGS.filter(([bit]) => Math.floor(value / bit) % 2 === 1).map(([, name]) => name);
  return set.length === 0 ? 'none' : set.join(', ');
};

/** print-icmp6.c */
export function printIcmpv6(d: Dissection, { ip, at, length, fragmented }: Transport): void {
  d.protocol = 'icmp6';
  if (length === 0) {
    d.print('ICMP6, length 0');
    d.invalid();
    return;
  }
  const verbose = d.options.v > 0;
  if (verbose && !fragmented && d.has(at, length)) {
    const wrong = wrongChecksum(d, at, length, at + 2, pseudoHeader(d, ip, PROTOCOL_ICMPV6, length));
    d.print(wrong ? `[bad icmp6 cksum ${hex4(wrong.found)} -> ${hex4(wrong.right)}!] ` : '[icmp6 sum ok] ');
  }
  const type = d.u8(at);
  d.print(`ICMP6, ${TYPES[type] ?? `unknown icmp6 type (${type})`}`);
  const options = OPTIONS_AT[type];
  if (verbose && options !== undefined) d.print(`, length ${length}`);
  if (!printBody(d, at, length)) return;
  if (verbose && options !== undefined) printOptions(d, at + options, at + length);
  if (!verbose) d.print(`, length ${length}`);
}

/** What the type says; false where the line ends with it. */
function printBody(d: Dissection, at: number, length: number): boolean {
  const [type, code] = [d.u8(at), d.u8(at + 1)];
  switch (type) {
    case 1:
      return printUnreachable(d, at, length);
    case 2:
      d.print(`, mtu ${d.u32(at + 4)}`);
      return true;
    case 3:
      d.print([` for ${d.ipv6(at + HEADER + 24)}`, ' (reassembly)'][code] ?? `, unknown code (${code})`);
      return true;
    case 4: {
      d.check(at + HEADER + 24, 16);
      const what = ['erroneous', 'next header', 'option', 'incomplete header chain'][code];
      d.print(what === undefined ? `, code-#${code}` : `, ${what} - octet ${d.u32(at + 4)}`);
      return true;
    }
    case 128:
    case 129:
      d.print(`, id ${d.u16(at + 4)}, seq ${d.u16(at + 6)}`);
      return true;
    case 130:
    case 131:
    case 132:
      if (d.has(at, 24)) d.print(`max resp delay: ${d.u16(at + 4)} addr: ${d.ipv6(at + HEADER)}`);
      return true;
    case 133:
      return true;
    case 134:
      if (d.options.v > 0) printRouterAdvertisement(d, at);
      return true;
    case 135:
      d.print(`, who has ${d.ipv6(at + HEADER)}`);
      return true;
    case 136:
      d.print(`, tgt is ${d.ipv6(at + HEADER)}`);
      if (d.options.v > 0) d.print(`, Flags [${advertisementFlags(d.u32(at + 4))}]`);
      return true;
    case 137:
      d.print(`, ${d.ipv6(at + 24)} to ${d.ipv6(at + HEADER)}`);
      return true;
    case 143:
      printListenerReport(d, at, length);
      return true;
    default:
      d.print(`, length ${length}`);
      if (d.options.v < 2) d.print(hexDump(d.bytes.subarray(at, Math.min(at + length, d.end))));
      return false;
  }
}

function printUnreachable(d: Dissection, at: number, length: number): boolean {
  const code = d.u8(at + 1);
  const original = at + HEADER;
  const reasons: Readonly<Record<number, string>> = {
    0: 'unreachable route',
    1: ' unreachable prohibited',
    2: 'beyond scope',
    3: 'unreachable address',
    4: 'unreachable port',
  };
  d.print(`, ${reasons[code] ?? `unknown unreach code (${code})`}`);
  if (code === 0 || code === 1 || code === 3) d.print(` ${d.ipv6(original + 24)}`);
  else if (code === 2) d.print(` ${d.ipv6(original + 24)}, source address ${d.ipv6(original + 8)}`);
  else if (code === 4) {
    const protocol = d.u8(original + 6);
    if (protocol !== 6 && protocol !== 17) {
      d.truncated();
      return false;
    }
    const of = protocol === 6 ? 'tcp' : 'udp';
    d.print(`, ${d.ipv6(original + 24)} ${of} port ${d.port(of, d.u16(original + 42))}`);
  } else if (d.options.v < 2) {
    d.print(hexDump(d.bytes.subarray(at, Math.min(at + length, d.end))));
    return false;
  }
  return true;
}

function printRouterAdvertisement(d: Dissection, at: number): void {
  const flags = d.u8(at + 5);
  d.print(
    `\n\thop limit ${d.u8(at + 4)}, Flags [${flagNames(ROUTER_FLAGS, flags)}], pref ${PREFERENCES[(flags >> 3) & 3]}, router lifetime ${d.u16(at + 6)}s, reachable time ${d.u32(at + 8)}ms, retrans timer ${d.u32(at + 12)}ms`,
  );
}

function printListenerReport(d: Dissection, at: number, length: number): void {
  const count = d.u16(at + 6);
  d.print(`, ${count} group record(s)`);
  if (d.options.v === 0) return;
  let record = at + HEADER;
  for (let i = 0; i < count; i++) {
    if (record + 20 > at + length) {
      d.print(' [invalid number of groups]');
      return;
    }
    const sources = d.u16(record + 2);
    const kind = RECORDS[d.u8(record)] || ` [v2-report-#${d.u8(record)}]`;
    d.print(` [gaddr ${d.ipv6(record + 4)} ${kind}`);
    if (d.options.v === 1) d.print(`, ${sources} source(s)`);
    else {
      const list = Array.from({ length: sources }, (_, n) => ` ${d.ipv6(record + 20 + 16 * n)}`);
      d.print(` {${list.join('')} }`);
    }
    record += 20 + 16 * sources;
    d.print(']');
  }
}

const lifetime = (seconds: number): string => (seconds === 0xffff_ffff ? 'infinity' : `${seconds}s`);

function printOptions(d: Dissection, from: number, to: number): void {
  for (let at = from; at < Math.min(to, d.end); ) {
    const [type, units] = [d.u8(at), d.u8(at + 1)];
    const length = units * 8;
    if (length === 0 || at + length > d.end) {
      d.truncated();
      return;
    }
    d.print(`\n\t  ${OPTIONS[type] ?? 'unknown'} option (${type}), length ${length} (${units}): `);
    if (!(type in OPTIONS) && d.options.v < 2) {
      d.print(hexDump(d.bytes.subarray(at + 2, at + length)).replaceAll('\n\t', '\n\t  '));
      return;
    }
    d.print(optionText(d, type, at, length));
    if (d.options.v > 1) d.print(hexDump(d.bytes.subarray(at + 2, at + length)).replaceAll('\n\t', '\n\t    '));
    at += length;
  }
}

function optionText(d: Dissection, type: number, at: number, length: number): string {
  switch (type) {
    case 1:
    case 2:
      return d.hex(at + 2, length - 2, ':');
    case 3: {
      const flags = flagNames(PREFIX_FLAGS, d.u8(at + 3));
      return `${d.ipv6(at + 16)}/${d.u8(at + 2)}, Flags [${flags}], valid time ${lifetime(d.u32(at + 4))}, pref. time ${lifetime(d.u32(at + 8))}`;
    }
    case 5:
      return ` ${d.u32(at + 4)}`;
    case 25: {
      const servers = Array.from({ length: (length - 8) / 16 }, (_, n) => ` addr: ${d.ipv6(at + 8 + 16 * n)}`);
      return ` lifetime ${lifetime(d.u32(at + 4))},${servers.join('')}`;
    }
    default:
      return '';
  }
}
