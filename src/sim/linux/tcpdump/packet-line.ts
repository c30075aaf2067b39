import type { LinkType } from './pcap-file.ts';
import { Conversations } from './print/conversations.ts';
import { Dissection, LOST, type Names, type PrintOptions, type Surroundings } from './print/dissection.ts';
import { printCooked, printEthernet } from './print/ethernet.ts';
import { asciiDump, hexAndAsciiDump, hexDump } from './print/hex.ts';
import { printIpv4 } from './print/ipv4.ts';
import { printIpv6 } from './print/ipv6.ts';
import { printTransport } from './print/transport.ts';

/** One packet as it was captured: the bytes there are, and how many there were. */
export interface CapturedPacket {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** µs since 1970. */
  readonly time: number;
}

export interface LineOptions extends PrintOptions {
  readonly t: number;
  readonly x: number;
  readonly X: number;
  readonly A: number;
  /** -#: packets are numbered. */
  readonly numbered: boolean;
}

const PRINTERS = { ipv4: printIpv4, ipv6: printIpv6, transport: printTransport };
const DAY = 86_400;

const fraction = (time: number): string => String(Math.floor(time % 1e6)).padStart(6, '0');
const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** HH:MM:SS.µ of a moment, in UTC. */
function clockTime(time: number): string {
  const second = Math.floor(time / 1e6) % DAY;
  return `${two(second / 3600)}:${two((second / 60) % 60)}:${two(second % 60)}.${fraction(time)}`;
}

/** Writes packets as lines (print.c): what it keeps from one to the next are their times and their conversations. */
export class LinePrinter {
  readonly #options: LineOptions;
  readonly #surroundings: Surroundings;
  readonly #deviceName: (index: number) => string;
  readonly #date: (time: number) => string;
  #reference: number | undefined;

  /** @param date the day of a moment (µs since 1970) as YYYY-MM-DD */
  constructor(
    options: LineOptions,
    names: Names,
    deviceName: (index: number) => string,
    date: (time: number) => string,
  ) {
    this.#options = options;
    this.#surroundings = { options, names, conversations: new Conversations(), printers: PRINTERS };
    this.#deviceName = deviceName;
    this.#date = date;
  }

  /** The line of a packet, the `count`th. What {@link Names} throws passes, and nothing has happened then. */
  line(packet: CapturedPacket, link: LinkType, count: number): string {
    const number = this.#options.numbered ? `${String(count).padStart(5)}  ` : '';
    if (packet.bytes.length === 0)
      return `${number}[Invalid header: caplen==0${packet.length === 0 ? ', len==0' : ''}]\n`;
    const body = this.#body(packet, link);
    return `${number}${this.#time(packet.time)}${body}\n`;
  }

  #body(packet: CapturedPacket, link: LinkType): string {
    const d = new Dissection(packet.bytes, this.#surroundings);
    let header = 0;
    const { x, X, A, q } = this.#options;
    const dumps = x + X + A + q === 0;
    try {
      header =
        link === 'EN10MB'
          ? printEthernet(d, packet.length, dumps)
          : printCooked(d, packet.length, this.#deviceName, dumps);
    } catch (error) {
      if (error !== LOST) throw error;
      d.truncated();
    }
    return d.text + this.#dump(packet.bytes, header);
  }

  #dump(bytes: Uint8Array, header: number): string {
    const { x, X, A } = this.#options;
    const shown = X > 1 || x > 1 || A > 1 ? bytes : bytes.subarray(header);
    if (shown.length === 0) return '';
    if (X > 0) return hexAndAsciiDump(shown);
    if (x > 0) return hexDump(shown);
    return A > 0 ? asciiDump(shown) : '';
  }

  #time(time: number): string {
    switch (this.#options.t) {
      case 0:
        return `${clockTime(time)} `;
      case 1:
        return '';
      case 2:
        return `${Math.floor(time / 1e6)}.${fraction(time)} `;
      case 4:
        return `${this.#date(time)} ${clockTime(time)} `;
      default:
        return this.#since(time);
    }
  }

  /** -ttt since the packet before, -ttttt since the first one. */
  #since(time: number): string {
    const reference = this.#reference ?? time;
    if (this.#options.t === 3 || this.#reference === undefined) this.#reference = time;
    return `${time < reference ? '-' : ' '}${clockTime(Math.abs(time - reference))} `;
  }
}
