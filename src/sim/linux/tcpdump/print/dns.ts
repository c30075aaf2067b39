import type { Dissection } from './dissection.ts';
import { printable, printName, skipName } from './dns-name.ts';

const HEADER = 12;
const OPT = 41;
const [A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, DNAME] = [1, 2, 5, 6, 12, 15, 16, 28, 33, 39];
const TYPES: Readonly<Record<number, string>> = {
  ...{ 1: 'A', 2: 'NS', 3: 'MD', 4: 'MF', 5: 'CNAME', 6: 'SOA', 7: 'MB', 8: 'MG', 9: 'MR', 10: 'NULL', 11: 'WKS' },
  ...{
    12: 'PTR',
    13: 'HINFO',
    14: 'MINFO',
    15: 'MX',
    16: 'TXT',
    17: 'RP',
    24: 'SIG',
    25: 'KEY',
    28: 'AAAA',
    29: 'LOC',
  },
  ...{ 33: 'SRV', 35: 'NAPTR', 36: 'KX', 37: 'CERT', 39: 'DNAME', 41: 'OPT', 43: 'DS', 44: 'SSHFP', 46: 'RRSIG' },
  ...{ 47: 'NSEC', 48: 'DNSKEY', 50: 'NSEC3', 52: 'TLSA', 64: 'SVCB', 65: 'HTTPS', 99: 'SPF', 249: 'TKEY' },
  ...{ 250: 'TSIG', 251: 'IXFR', 252: 'AXFR', 253: 'MAILB', 254: 'MAILA', 255: 'ANY', 256: 'URI', 257: 'CAA' },
};
const CLASSES: Readonly<Record<number, string>> = { 3: 'CHAOS', 4: 'HS', 255: 'ANY' };
const OPERATIONS = [
  '',
  ' inv_q',
  ' stat',
  ' op3',
  ' notify',
  ' update',
  ' op6',
  ' op7',
  ' op8',
  ' updateA',
  ' updateD',
];
const LATER_OPERATIONS = [' updateDA', ' updateM', ' updateMA', ' zoneInit', ' zoneRef'];
const ANSWERS = ['', ' FormErr', ' ServFail', ' NXDomain', ' NotImp', ' Refused', ' YXDomain', ' YXRRSet', ' NXRRSet'];
const LATER_ANSWERS = [' NotAuth', ' NotZone', ' Resp11', ' Resp12', ' Resp13', ' Resp14', ' NoChange', ' BadVers'];
const EXTENDED: Readonly<Record<number, string>> = {
  3: 'NSID',
  8: 'ECS',
  10: 'COOKIE',
  11: 'KEEPALIVE',
  12: 'PADDING',
};
/** Flags of a request that are not to be there. */
const ODD_FLAGS = 0x6cf;

interface Carriage {
  /** With its length before it (RFC 1035 §4.2.2). */
  readonly overTcp: boolean;
  readonly multicast: boolean;
}

/** A message that is read from one place to the next. */
class DnsPrinter {
  readonly #d: Dissection;
  readonly #message: number;
  readonly #multicast: boolean;
  #at: number;

  constructor(d: Dissection, message: number, multicast: boolean) {
    this.#d = d;
    this.#message = message;
    this.#multicast = multicast;
    this.#at = message + HEADER;
  }

  #count(section: number): number {
    return this.#d.u16(this.#message + 4 + 2 * section);
  }

  /** Prints it; false where it is broken off. */
  run(): boolean {
    const flags = this.#d.u16(this.#message + 2);
    return (flags & 0x8000) === 0 ? this.#request(flags) : this.#response(flags);
  }

  #response(flags: number): boolean {
    const d = this.#d;
    const code = (flags & 15) | this.#extendedCode();
    const answer = [...ANSWERS, ...LATER_ANSWERS][code] ?? ` Resp${code & 0xfff}`;
    const marks = `${flags & 0x400 ? '*' : ''}${flags & 0x80 ? '' : '-'}${flags & 0x200 ? '|' : ''}${flags & 0x20 ? '$' : ''}`;
    d.print(`${d.u16(this.#message)}${this.#operation(flags)}${answer}${marks}`);
    const questions = this.#count(0);
    if (questions !== 1) d.print(` [${questions}q]`);
    for (let i = 0; i < questions; i++) {
      if (i > 0) d.print(',');
      if (d.options.v > 1) d.print(' q:');
      if (!(d.options.v > 1 ? this.#question() : this.#skipQuestion())) return false;
    }
    d.print(` ${this.#count(1)}/${this.#count(2)}/${this.#count(3)}`);
    return this.#records(this.#count(1), '') && this.#rest();
  }

  #request(flags: number): boolean {
    const d = this.#d;
    const marks = `${flags & 0x100 ? '+' : ''}${flags & 0x10 ? '%' : ''}`;
    d.print(`${d.u16(this.#message)}${this.#operation(flags)}${marks}`);
    if ((flags & ODD_FLAGS) !== 0) d.print(` [b2&3=0x${flags.toString(16)}]`);
    const [questions, answers, servers, more] = [0, 1, 2, 3].map((section) => this.#count(section)) as [
      number,
      number,
      number,
      number,
    ];
    if (((flags >> 11) & 15) === 1) {
      if (questions > 0) d.print(` [${questions}q]`);
      if (answers !== 1) d.print(` [${answers}a]`);
    } else {
      if (answers > 0) d.print(` [${answers}a]`);
      if (questions !== 1) d.print(` [${questions}q]`);
    }
    if (servers > 0) d.print(` [${servers}n]`);
    if (more > 0) d.print(` [${more}au]`);
    for (let i = 0; i < questions; i++) if (!this.#question()) return false;
    return d.options.v < 2 || (this.#records(answers, '') && this.#rest());
  }

  /** The sections that -vv shows too. */
  #rest(): boolean {
    if (this.#d.options.v < 2) return true;
    return this.#records(this.#count(2), ' ns:') && this.#records(this.#count(3), ' ar:');
  }

  #operation(flags: number): string {
    return [...OPERATIONS, ...LATER_OPERATIONS][(flags >> 11) & 15] ?? '';
  }

  /** The upper bits of the response code, where the message has an OPT record (RFC 6891 §6.1.3). */
  #extendedCode(): number {
    const d = this.#d;
    let at: number | undefined = this.#message + HEADER;
    for (let i = 0; i < this.#count(0) && at !== undefined; i++) {
      at = skipName(d, at);
      if (at !== undefined) at += 4;
    }
    const records = this.#count(1) + this.#count(2) + this.#count(3);
    for (let i = 0; i < records && at !== undefined; i++) {
      at = skipName(d, at);
      if (at === undefined || !d.has(at, 10)) return 0;
      if (d.u16(at) === OPT) return d.u8(at + 4) << 4;
      at += 10 + d.u16(at + 8);
    }
    return 0;
  }

  #skipQuestion(): boolean {
    const end = skipName(this.#d, this.#at);
    if (end === undefined) return false;
    this.#at = end + 4;
    return true;
  }

  #question(): boolean {
    const d = this.#d;
    const end = skipName(d, this.#at);
    if (end === undefined || !d.has(end, 4)) return false;
    const [type, told] = [d.u16(end), d.u16(end + 2)];
    const of = this.#multicast ? told & 0x7fff : told;
    d.print(` ${TYPES[type] ?? `Type${type}`}`);
    if (of !== 1) d.print(` ${CLASSES[of] ?? `(Class ${of})`}`);
    if (this.#multicast) d.print(told & 0x8000 ? ' (QU)' : ' (QM)');
    d.print('? ');
    if (printName(d, this.#at, this.#message) === undefined) return false;
    this.#at = end + 4;
    return true;
  }

  #records(count: number, title: string): boolean {
    if (count > 0 && title !== '' && this.#at >= this.#d.end) return false;
    if (count > 0) this.#d.print(title);
    for (let i = 0; i < count; i++) {
      if (i > 0 && this.#at >= this.#d.end) return false;
      if (i > 0) this.#d.print(',');
      if (!this.#record()) return false;
    }
    return true;
  }

  #record(): boolean {
    const d = this.#d;
    if (d.options.v > 0) d.print(' ');
    const after = d.options.v > 0 ? printName(d, this.#at, this.#message) : skipName(d, this.#at);
    if (after === undefined && d.options.v > 0) return false;
    if (after === undefined || !d.has(after, 10)) {
      this.#at = d.end;
      return true;
    }
    const [type, told] = [d.u16(after), d.u16(after + 2)];
    const of = this.#multicast ? told & 0x7fff : told;
    if (of !== 1 && type !== OPT) d.print(` ${CLASSES[of] ?? `(Class ${of})`}`);
    if (this.#multicast && told & 0x8000) d.print(' (Cache flush)');
    if (type !== OPT && d.options.v > 2) d.print(` [${duration(d.u32(after + 4))}]`);
    d.print(` ${TYPES[type] ?? `Type${type}`}`);
    const length = d.u16(after + 8);
    const data = after + 10;
    if (!d.has(data, length)) return false;
    if (type === OPT) this.#options(of, d.u16(after + 6), data, length);
    else if (!this.#data(type, data, length)) return false;
    this.#at = data + length;
    return true;
  }

  #data(type: number, at: number, length: number): boolean {
    const d = this.#d;
    const name = (place: number): number | undefined => printName(d, place, this.#message);
    switch (type) {
      case A:
        if (!d.has(at, 4)) return false;
        d.print(` ${[...d.bytes.subarray(at, at + 4)].join('.')}`);
        return true;
      case AAAA:
        if (!d.has(at, 16)) return false;
        d.print(` ${d.ipv6Number(at)}`);
        return true;
      case NS:
      case CNAME:
      case PTR:
      case DNAME:
        d.print(' ');
        return name(at) !== undefined;
      case MX: {
        d.print(' ');
        if (name(at + 2) === undefined) return false;
        d.print(` ${d.u16(at)}`);
        return true;
      }
      case SRV: {
        d.print(' ');
        if (name(at + 6) === undefined) return false;
        d.print(`:${d.u16(at + 4)} ${d.u16(at)} ${d.u16(at + 2)}`);
        return true;
      }
      case TXT:
        return this.#text(at, at + length);
      case SOA:
        return d.options.v === 0 || this.#soa(at);
      default:
        return true;
    }
  }

  #text(from: number, to: number): boolean {
    const d = this.#d;
    for (let at = from; at < to; ) {
      const length = d.u8(at);
      if (!d.has(at + 1, length)) return false;
      d.print(` "${[...d.bytes.subarray(at + 1, at + 1 + length)].map(printable).join('')}"`);
      at += length + 1;
    }
    return true;
  }

  #soa(from: number): boolean {
    const d = this.#d;
    let at: number | undefined = from;
    for (let i = 0; i < 2 && at !== undefined; i++) {
      d.print(' ');
      at = printName(d, at, this.#message);
    }
    if (at === undefined || !d.has(at, 20)) return false;
    for (let i = 0; i < 5; i++) d.print(` ${d.u32(at + 4 * i)}`);
    return true;
  }

  #options(size: number, flags: number, from: number, length: number): void {
    const d = this.#d;
    d.print(` UDPsize=${size}`);
    if ((flags & 0x8000) !== 0) d.print(' DO');
    if (length === 0) return;
    const shown: string[] = [];
    for (let at = from; at + 4 <= from + length; at += 4 + d.u16(at + 2)) {
      const data = d.bytes.subarray(at + 4, at + 4 + d.u16(at + 2));
      const hex = [...data].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      shown.push(`${EXTENDED[d.u16(at)] ?? `Opt${d.u16(at)}`} ${hex}`);
    }
    d.print(` [${shown.join(',')}]`);
  }
}

/** A number of seconds as `1h5m1s`. */
function duration(seconds: number): string {
  if (seconds === 0) return '0s';
  let left = seconds;
  let text = '';
  for (const [span, unit] of [
    [31_536_000, 'y'],
    [604_800, 'w'],
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'm'],
    [1, 's'],
  ] as const) {
    if (left >= span) text += `${Math.floor(left / span)}${unit}`;
    left %= span;
  }
  return text;
}

/** print-domain.c: a message in `length` bytes of payload. */
export function printDns(d: Dissection, from: number, length: number, { overTcp, multicast }: Carriage): void {
  d.protocol = 'domain';
  let at = from;
  let left = length;
  if (overTcp) {
    if (length < 2) {
      d.print(` [DNS over TCP: length ${length} < 2]`);
      d.invalid();
      return;
    }
    left -= 2;
    const told = d.u16(from);
    if (told !== left) {
      d.print(` [prefix length(${told}) != length(${left})]`);
      d.invalid();
      return;
    }
    at += 2;
    d.print(' ');
  }
  if (left < HEADER) {
    d.print(`domain [length ${left} < ${HEADER}]`);
    d.invalid();
    return;
  }
  d.check(at, HEADER);
  if (new DnsPrinter(d, at, multicast).run()) d.print(` (${left})`);
  else d.truncated();
}
