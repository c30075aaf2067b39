import { type Micros, SECOND, type Timer } from '../clock.ts';
import { Packet } from './packet.ts';

/** IP_FRAG_TIME. */
const TIMEOUT: Micros = 30 * SECOND;

interface Incomplete {
  readonly pieces: Map<number, Packet>;
  /** Length of the whole payload, once the last piece came. */
  total: number | undefined;
  timer: Timer;
}

/** Cuts a packet into pieces that fit `mtu` (RFC 791 §3.2, ip_fragment). Options stay on each piece. */
export function fragment(packet: Packet, mtu: number): Packet[] {
  const header = packet.headerLength;
  const room = (mtu - header) & ~7;
  const payload = packet.payload;
  const pieces: Packet[] = [];
  for (let at = 0; at < payload.length; at += room) {
    const part = payload.subarray(at, at + room);
    const bytes = new Uint8Array(header + part.length);
    bytes.set(packet.bytes.subarray(0, header));
    bytes.set(part, header);
    const piece = new Packet(bytes);
    piece.setFragment(packet.fragmentOffset + at, packet.moreFragments || at + room < payload.length);
    piece.seal();
    pieces.push(piece);
  }
  return pieces;
}

/** Reassembly (net/ipv4/ip_fragment.c). */
export class Fragments {
  readonly #queues = new Map<string, Incomplete>();
  readonly #after: (delay: Micros, fire: () => void) => Timer;
  readonly #expired: (first: Packet | undefined) => void;

  /** @param expired called when a packet did not get whole within 30 s, with its first piece where that came */
  constructor(after: (delay: Micros, fire: () => void) => Timer, expired: (first: Packet | undefined) => void) {
    this.#after = after;
    this.#expired = expired;
  }

  /** Keeps a fragment; the whole packet once all are there. */
  add(packet: Packet): Packet | undefined {
    const key = `${packet.source} ${packet.destination} ${packet.id} ${packet.protocol}`;
    const queue = this.#queues.get(key) ?? this.#open(key);
    queue.pieces.set(packet.fragmentOffset, packet);
    if (!packet.moreFragments) queue.total = packet.fragmentOffset + packet.payload.length;
    const whole = queue.total === undefined ? undefined : join(queue.pieces, queue.total);
    if (whole) this.#close(key, queue);
    return whole;
  }

  #open(key: string): Incomplete {
    const timer = this.#after(TIMEOUT, () => {
      this.#queues.delete(key);
      this.#expired(queue.pieces.get(0));
    });
    const queue: Incomplete = { pieces: new Map(), total: undefined, timer };
    this.#queues.set(key, queue);
    return queue;
  }

  #close(key: string, queue: Incomplete): void {
    queue.timer.cancel();
    this.#queues.delete(key);
  }
}

/** Undefined while there are gaps, or where the pieces overlap, as the kernel drops such. */
function join(pieces: ReadonlyMap<number, Packet>, total: number): Packet | undefined {
  const first = pieces.get(0);
  if (!first) return undefined;
  const header = first.headerLength;
  const bytes = new Uint8Array(header + total);
  bytes.set(first.bytes.subarray(0, header));
  let at = 0;
  while (at < total) {
    const piece = pieces.get(at);
    if (!piece || at + piece.payload.length > total || piece.payload.length === 0) return undefined;
    bytes.set(piece.payload, header + at);
    at += piece.payload.length;
  }
  return wholeLike(first, bytes);
}

function wholeLike(first: Packet, bytes: Uint8Array): Packet {
  const whole = new Packet(bytes);
  whole.setFragment(0, false);
  whole.seal();
  whole.inDevice = first.inDevice;
  whole.mark = first.mark;
  return whole;
}
