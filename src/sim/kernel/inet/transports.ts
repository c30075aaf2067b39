import { PROTOCOL_TCP, PROTOCOL_UDP } from '../wire/ipv4.ts';
import type { Protocol } from './ipv4-net.ts';

/** What a namespace's packets of one family are for, by their protocol number: its ICMP, UDP and TCP. */
export class Transports {
  readonly #icmpNumber: number;
  readonly #icmp: Protocol;
  readonly #udp: Protocol;
  readonly #tcp: Protocol;

  constructor(icmpNumber: number, icmp: Protocol, udp: Protocol, tcp: Protocol) {
    this.#icmpNumber = icmpNumber;
    this.#icmp = icmp;
    this.#udp = udp;
    this.#tcp = tcp;
  }

  get(protocol: number): Protocol | undefined {
    if (protocol === PROTOCOL_TCP) return this.#tcp;
    if (protocol === PROTOCOL_UDP) return this.#udp;
    return protocol === this.#icmpNumber ? this.#icmp : undefined;
  }
}
