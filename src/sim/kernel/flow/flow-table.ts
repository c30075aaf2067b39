import { long, word } from '../wire/bytes.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import type { Flow } from './flow.ts';

const LINK_HEADER = 14;
const IP_HEADER = 20;
const LEAST_TRANSPORT = 8;
const TCP_HEADER = 20;
/** Who has more than this loses all of them: they are soon learnt again. */
const MOST = 256;

/** Where no more than this has passed nothing is learnt: most containers hardly speak. */
const LITTLE = 4;

interface Entry {
  readonly protocol: number;
  readonly source: number;
  readonly destination: number;
  /** Both ports; of ICMP type, code and identifier. */
  readonly ports: number;
  readonly flow: Flow;
}

/** May a way be learnt from the packet at `at` in `bytes`: is it IPv4, whole, without options or padding, and long enough to have ports? */
function isPlain(bytes: Uint8Array, at: number): boolean {
  const length = bytes.length - at;
  if (bytes[at] !== 0x45 || word(bytes, at + 2) !== length || (word(bytes, at + 6) & 0x3fff) !== 0) return false;
  const protocol = bytes[at + 9];
  if (protocol === PROTOCOL_TCP) return length >= IP_HEADER + TCP_HEADER;
  return (protocol === PROTOCOL_ICMP || protocol === PROTOCOL_UDP) && length >= IP_HEADER + LEAST_TRANSPORT;
}

/** The same of a frame to one machine. */
export const isPlainFrame = (frame: Uint8Array): boolean =>
  ((frame[0] as number) & 1) === 0 && frame[12] === 8 && frame[13] === 0 && isPlain(frame, LINK_HEADER);

const portsAt = (bytes: Uint8Array, at: number): number =>
  bytes[at + 9] === PROTOCOL_ICMP
    ? (word(bytes, at + IP_HEADER) << 16) | word(bytes, at + IP_HEADER + 4)
    : long(bytes, at + IP_HEADER) | 0;

function hash(source: number, destination: number, ports: number): number {
  const bits = Math.imul(source, 0x9e3779b1) ^ Math.imul(destination, 0x85ebca6b) ^ Math.imul(ports, 0xc2b2ae35);
  return bits ^ (bits >>> 15);
}

/** The ways that were learnt at one place, by what all packets of a flow have in common. */
export class FlowTable {
  #entries: Map<number, Entry> | undefined;
  #passed = 0;

  /** One more packet goes the long way. Have so many that it is worth while to learn from it? */
  notice(): boolean {
    return ++this.#passed > LITTLE;
  }

  /** The way of the packet whose IP header is at `at`, where it was learnt: but for the link, which is for others to compare. */
  find(bytes: Uint8Array, at: number): Flow | undefined {
    if (this.#entries === undefined || !isPlain(bytes, at)) return undefined;
    const source = long(bytes, at + 12);
    const destination = long(bytes, at + 16);
    const ports = portsAt(bytes, at);
    const entry = this.#entries.get(hash(source, destination, ports));
    if (entry === undefined || entry.source !== source || entry.destination !== destination) return undefined;
    return entry.ports === ports && entry.protocol === bytes[at + 9] ? entry.flow : undefined;
  }

  /** Lets a frame that came in go its way; false where that is not known, or holds no more. */
  takeArriving(frame: Uint8Array): boolean {
    const flow = this.find(frame, LINK_HEADER);
    if (flow === undefined || !flow.valid) return false;
    const origin = flow.origin as Uint8Array;
    for (let i = 0; i < LINK_HEADER; i++) if (frame[i] !== origin[i]) return false;
    return flow.take(frame);
  }

  add(bytes: Uint8Array, at: number, flow: Flow): void {
    if (!isPlain(bytes, at)) return;
    const source = long(bytes, at + 12);
    const destination = long(bytes, at + 16);
    const ports = portsAt(bytes, at);
    this.#entries ??= new Map();
    if (this.#entries.size >= MOST) this.#entries.clear();
    const protocol = bytes[at + 9] as number;
    this.#entries.set(hash(source, destination, ports), { protocol, source, destination, ports, flow });
  }
}
