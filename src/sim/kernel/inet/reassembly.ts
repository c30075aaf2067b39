import type { Micros, Timer } from '../clock.ts';

/** What comes in pieces: a packet of either family. */
export interface Piece {
  /** In bytes. */
  readonly fragmentOffset: number;
  readonly moreFragments: boolean;
  /** What of the whole it brings. */
  readonly fragmentData: Uint8Array;
  /** The same for all pieces of one packet, and for no other. */
  readonly fragmentKey: string;
}

interface Incomplete<P> {
  readonly pieces: Map<number, P>;
  /** Length of the whole payload, once the last piece came. */
  total: number | undefined;
  timer: Timer;
}

export interface ReassemblyOptions<P> {
  readonly timeout: Micros;
  after(delay: Micros, fire: () => void): Timer;
  /** The packet whose first piece is `first`, with the whole payload. */
  whole(first: P, payload: Uint8Array): P;
  /** A packet did not get whole in time; its first piece, where that came. */
  expired(first: P | undefined): void;
}

/** Puts packets together that came in pieces (net/ipv4/ip_fragment.c, net/ipv6/reassembly.c). */
export class Reassembly<P extends Piece> {
  readonly #queues = new Map<string, Incomplete<P>>();
  readonly #options: ReassemblyOptions<P>;

  constructor(options: ReassemblyOptions<P>) {
    this.#options = options;
  }

  /** Keeps a fragment; the whole packet once all are there. */
  add(packet: P): P | undefined {
    const key = packet.fragmentKey;
    const queue = this.#queues.get(key) ?? this.#open(key);
    queue.pieces.set(packet.fragmentOffset, packet);
    if (!packet.moreFragments) queue.total = packet.fragmentOffset + packet.fragmentData.length;
    const payload = queue.total === undefined ? undefined : join(queue.pieces, queue.total);
    const first = queue.pieces.get(0);
    if (!payload || !first) return undefined;
    this.#close(key, queue);
    return this.#options.whole(first, payload);
  }

  #open(key: string): Incomplete<P> {
    const timer = this.#options.after(this.#options.timeout, () => {
      this.#queues.delete(key);
      this.#options.expired(queue.pieces.get(0));
    });
    const queue: Incomplete<P> = { pieces: new Map(), total: undefined, timer };
    this.#queues.set(key, queue);
    return queue;
  }

  #close(key: string, queue: Incomplete<P>): void {
    queue.timer.cancel();
    this.#queues.delete(key);
  }
}

/** Undefined while there are gaps, or where the pieces overlap, as the kernel drops such. */
function join(pieces: ReadonlyMap<number, Piece>, total: number): Uint8Array | undefined {
  const bytes = new Uint8Array(total);
  let at = 0;
  while (at < total) {
    const data = pieces.get(at)?.fragmentData;
    if (!data || at + data.length > total || data.length === 0) return undefined;
    bytes.set(data, at);
    at += data.length;
  }
  return bytes;
}
