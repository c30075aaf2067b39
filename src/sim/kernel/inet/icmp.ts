import { isErrno } from '../errno.ts';
import { viewOf } from '../wire/bytes.ts';
import { PROTOCOL_ICMP } from '../wire/ipv4.ts';
import type { IpPacket } from './ip-packet.ts';
import type { Ipv4Net, Protocol } from './ipv4-net.ts';
import { makePacket, sendPacket } from './ipv4-output.ts';
import { routeOutput } from './ipv4-route.ts';
import { IPV4_HEADER, Packet } from './packet.ts';
import { type IcmpFailure, icmpFailure } from './sockets/icmp-errno.ts';

const ECHO_REPLY = 0;
const UNREACHABLE = 3;
const ECHO_REQUEST = 8;
const TIME_EXCEEDED = 11;
const HEADER = 8;

/** Who wants to know of ICMP messages besides the kernel itself. */
export interface IcmpListeners {
  /** Ping sockets. */
  echoReply(packet: IpPacket): void;
  /** An error about a packet of ours: the raw and ping sockets (raw_icmp_error, ping_err). */
  error(original: IpPacket, failure: IcmpFailure): void;
}

/** ICMP of one namespace (net/ipv4/icmp.c). Raw sockets have had their copy by then. */
export class Icmp implements Protocol {
  readonly #net: Ipv4Net;
  readonly #listeners: IcmpListeners;

  constructor(net: Ipv4Net, listeners: IcmpListeners) {
    this.#net = net;
    this.#listeners = listeners;
  }

  receive(packet: IpPacket): void {
    if (!(packet instanceof Packet)) return;
    const at = packet.headerLength;
    if (packet.length < at + HEADER || packet.payloadChecksum !== 0) return;
    switch (packet.byte(at)) {
      case ECHO_REPLY:
        this.#listeners.echoReply(packet);
        return;
      case ECHO_REQUEST:
        this.#answer(packet);
        return;
      case UNREACHABLE:
      case TIME_EXCEEDED:
        this.#passError(packet.payload);
    }
  }

  /** Errors about echo requests: their sockets are told as all listeners are. */
  error(): void {}

  #ignoresEcho(packet: Packet): boolean {
    const { sysctls, addresses } = this.#net;
    if (sysctls.get('icmp_echo_ignore_all') !== 0) return true;
    return !addresses.isLocal(packet.destination) && sysctls.get('icmp_echo_ignore_broadcasts') !== 0;
  }

  /** icmp_echo(): the same data back, from the address that was asked. */
  #answer(packet: Packet): void {
    if (this.#ignoresEcho(packet)) return;
    const source = this.#net.addresses.isLocal(packet.destination) ? packet.destination : undefined;
    try {
      const route = routeOutput(this.#net, packet.source, { source });
      const header = { protocol: PROTOCOL_ICMP, source: route.source, destination: packet.source, tos: packet.tos };
      const reply = makePacket(this.#net, route, header, packet);
      reply.putWord(IPV4_HEADER, ECHO_REPLY << 8);
      reply.putWord(IPV4_HEADER + 2, 0);
      reply.putWord(IPV4_HEADER + 2, reply.payloadChecksum);
      sendPacket(this.#net, reply, route);
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  /** icmp_unreach(): to the transport whose packet is quoted. */
  #passError(message: Uint8Array): void {
    const quoted = message.subarray(HEADER);
    if (quoted.length < IPV4_HEADER + HEADER) return;
    const original = new Packet(quoted.slice());
    if (original.payload.length < HEADER) return;
    const [type = 0, code = 0] = message;
    const failure = icmpFailure(type, code, viewOf(message).getUint16(6));
    this.#listeners.error(original, failure);
    this.#net.protocols.get(original.protocol)?.error(original, failure);
  }
}
