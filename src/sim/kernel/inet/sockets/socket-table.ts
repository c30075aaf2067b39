import { Errno } from '../../errno.ts';
import type { Random } from '../../random.ts';
import { PROTOCOL_ICMP } from '../../wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import type { IcmpListeners } from '../icmp.ts';
import type { IpPacket } from '../ip-packet.ts';
import type { IcmpFailure } from './icmp-errno.ts';
import type { PingSocket } from './ping-socket.ts';
import type { RawSocket } from './raw-socket.ts';

/** The raw and ping sockets of one namespace and family. */
export class SocketTable implements IcmpListeners {
  #raw: Set<RawSocket> | undefined;
  #ping: Map<number, PingSocket> | undefined;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  get raw(): Set<RawSocket> {
    this.#raw ??= new Set();
    return this.#raw;
  }

  /** By identifier. */
  get ping(): Map<number, PingSocket> {
    this.#ping ??= new Map();
    return this.#ping;
  }

  /** Throws EAGAIN where all are taken. */
  freeIdent(): number {
    for (let tries = 0; tries < 65_536; tries++) {
      const ident = this.#random.integer(1, 65_535);
      if (!this.ping.has(ident)) return ident;
    }
    throw new Errno('EAGAIN');
  }

  /** raw_local_deliver(): a copy to each raw socket that it matches; false where there was none. */
  deliverRaw(packet: IpPacket): boolean {
    if (this.#raw === undefined || this.#raw.size === 0) return false;
    let delivered = false;
    for (const socket of this.#raw) delivered = socket.deliver(packet) || delivered;
    return delivered;
  }

  echoReply(packet: IpPacket): void {
    this.#ping?.get(identOf(packet))?.deliver(packet);
  }

  error(original: IpPacket, failure: IcmpFailure): void {
    for (const socket of this.#raw ?? []) socket.error(original, failure);
    const { protocol } = original;
    if (protocol === PROTOCOL_ICMP || protocol === PROTOCOL_ICMPV6) this.#ping?.get(identOf(original))?.error(failure);
  }
}

const identOf = (packet: IpPacket): number => packet.word(packet.headerLength + 4);
