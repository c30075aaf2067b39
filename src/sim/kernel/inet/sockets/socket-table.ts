import { Errno } from '../../errno.ts';
import type { Random } from '../../random.ts';
import { viewOf } from '../../wire/bytes.ts';
import { PROTOCOL_ICMP } from '../../wire/ipv4.ts';
import type { IcmpListeners } from '../icmp.ts';
import type { Packet } from '../packet.ts';
import type { PingSocket } from './ping-socket.ts';
import type { RawSocket } from './raw-socket.ts';

/** The raw and ping sockets of one namespace. */
export class SocketTable implements IcmpListeners {
  readonly raw = new Set<RawSocket>();
  /** By identifier. */
  readonly ping = new Map<number, PingSocket>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
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
  deliverRaw(packet: Packet): boolean {
    let delivered = false;
    for (const socket of this.raw) delivered = socket.deliver(packet) || delivered;
    return delivered;
  }

  echoReply(packet: Packet): void {
    this.ping.get(identOf(packet))?.deliver(packet);
  }

  error(original: Packet, type: number, code: number): void {
    for (const socket of this.raw) socket.error(original, type, code);
    if (original.protocol === PROTOCOL_ICMP) this.ping.get(identOf(original))?.error(type, code);
  }
}

const identOf = (packet: Packet): number => viewOf(packet.payload).getUint16(4);
