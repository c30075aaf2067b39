import { isErrno } from '../../errno.ts';
import { internetChecksum, viewOf } from '../../wire/bytes.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import { sumPseudoHeader } from '../../wire/pseudo-header.ts';
import type { IcmpListeners } from '../icmp.ts';
import type { IpPacket } from '../ip-packet.ts';
import type { Protocol } from '../ipv4-net.ts';
import { icmpv6Failure } from '../sockets/icmp-errno.ts';
import { isScoped } from './address.ts';
import { checksummed } from './checksum.ts';
import type { Ipv6Net } from './ipv6-net.ts';
import { discover } from './neighbour-discovery.ts';
import { send6 } from './output6.ts';
import { IPV6_HEADER, Packet6 } from './packet6.ts';
import { routeOutput6 } from './route6.ts';

const ECHO_REQUEST = 128;
const ECHO_REPLY = 129;
const LAST_ERROR = 4;
/** Router and neighbour solicitations, neighbour advertisements. */
const DISCOVERY: ReadonlySet<number> = new Set([133, 135, 136]);
const HEADER = 8;

/** ICMPv6 of one namespace (net/ipv6/icmp.c). Raw sockets have had their copy by then. */
export class Icmpv6 implements Protocol {
  readonly #net: Ipv6Net;
  readonly #listeners: IcmpListeners;

  constructor(net: Ipv6Net, listeners: IcmpListeners) {
    this.#net = net;
    this.#listeners = listeners;
  }

  receive(packet: IpPacket): void {
    if (!(packet instanceof Packet6)) return;
    const message = packet.payload;
    const initial = sumPseudoHeader(packet.source, packet.destination, PROTOCOL_ICMPV6, message.length);
    if (message.length < HEADER || internetChecksum(message, initial) !== 0) return;
    const [type = 0] = message;
    if (type === ECHO_REPLY) this.#listeners.echoReply(packet);
    else if (type === ECHO_REQUEST) this.#answer(packet, message);
    else if (type <= LAST_ERROR) this.#passError(message);
    else if (DISCOVERY.has(type)) discover(this.#net, packet);
  }

  /** Errors about echo requests: their sockets are told as all listeners are. */
  error(): void {}

  #ignoresEcho(destination: string): boolean {
    const { sysctls, addresses } = this.#net;
    if (sysctls.get('icmp/echo_ignore_all') !== 0) return true;
    return addresses.typeOf(destination) === 'multicast' && sysctls.get('icmp/echo_ignore_multicast') !== 0;
  }

  /** icmpv6_echo_reply(): the same data back, from the address that was asked. */
  #answer({ source: asker, destination, inDevice, trafficClass }: Packet6, request: Uint8Array): void {
    if (this.#ignoresEcho(destination)) return;
    const own = this.#net.addresses.isLocal(destination) ? { source: destination } : {};
    const link = isScoped(asker) && inDevice && inDevice !== this.#net.loopback ? { device: inDevice } : {};
    try {
      const route = routeOutput6(this.#net, asker, { ...own, ...link });
      const reply = request.slice();
      reply[0] = ECHO_REPLY;
      const header = { protocol: PROTOCOL_ICMPV6, source: route.source, destination: asker, trafficClass };
      send6(this.#net, route, header, checksummed(reply, route.source, asker));
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  /** icmpv6_notify(): to the transport whose packet is quoted. */
  #passError(message: Uint8Array): void {
    const quoted = message.subarray(HEADER);
    if (quoted.length < IPV6_HEADER + HEADER) return;
    const original = new Packet6(quoted.slice());
    if (original.payload.length < HEADER) return;
    const [type = 0, code = 0] = message;
    const failure = icmpv6Failure(type, code, viewOf(message).getUint32(4));
    this.#listeners.error(original, failure);
    this.#net.protocols.get(original.protocol)?.error(original, failure);
  }
}
