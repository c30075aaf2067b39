import type { ErrnoCode } from '../../errno.ts';
import type { SocketAddress } from '../../socket.ts';
import type { IpAddress } from '../../wire/ip-address.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import { sendAlong } from '../ip-output.ts';
import type { IpPacket } from '../ip-packet.ts';
import { checksummed } from '../ipv6/checksum.ts';
import { type Endpoint, senderOf } from './endpoint.ts';
import type { IcmpFailure } from './icmp-errno.ts';
import { type InetDomain, InetSocket, type SocketHost } from './inet-socket.ts';
import type { SocketTable } from './socket-table.ts';

/** A raw socket of one protocol (raw(7)): sends payloads, receives whole packets of IPv4, payloads of IPv6. */
export class RawSocket extends InetSocket {
  readonly protocol: number;
  readonly #table: SocketTable;

  constructor(host: SocketHost, table: SocketTable, domain: InetDomain, protocol: number) {
    super(host, domain);
    this.protocol = protocol;
    this.#table = table;
    table.raw.add(this);
  }

  bind(address: SocketAddress): void {
    const endpoint = this.endpointOf(address);
    this.checkLocal(endpoint.address);
    this.localEndpoint = { address: endpoint.address, port: 0 };
  }

  protected send(data: Uint8Array, to: Endpoint): ErrnoCode | undefined {
    const route = this.route(to);
    const destination = to.address === 0 ? route.nextHop : to.address;
    const { protocol } = this;
    const { ttl, tos, pathMtu } = this.options;
    const { source } = route;
    const ours = protocol === PROTOCOL_ICMPV6 && typeof source === 'string' && typeof destination === 'string';
    const payload = ours ? checksummed(data, source, destination) : data;
    return sendAlong(this.host, route, { protocol, source, destination, ttl, tos, pathMtu }, payload);
  }

  /** __raw_v4_lookup(), __raw_v6_lookup(). */
  #matches(protocol: number, local: IpAddress, remote: IpAddress): boolean {
    if (protocol !== this.protocol) return false;
    if (this.localEndpoint.address !== 0 && this.localEndpoint.address !== local) return false;
    return this.peerEndpoint === undefined || this.peerEndpoint.address === remote;
  }

  /** Takes a packet, whose bytes its reader is not to change; false where that is not for it. */
  deliver(packet: IpPacket): boolean {
    if (!this.#matches(packet.protocol, packet.destination, packet.source)) return false;
    if (this.device && this.device !== packet.inDevice) return false;
    if (this.host.environment.trace.active) this.#tell(packet);
    const six = this.domain === 'inet6';
    return this.enqueue(six ? packet.payload : packet.bytes, senderOf(packet, 0), six ? packet.ttl : undefined);
  }

  #tell(packet: IpPacket): void {
    this.host.trace(packet.inDevice, () => ({ kind: 'socket', packet: packet.bytes, protocol: this.protocol }));
  }

  /** raw_err(): only connected sockets are told, and only of errors that will not pass. */
  error(original: IpPacket, { errno, fatal }: IcmpFailure): void {
    if (!this.peerEndpoint || !this.#matches(original.protocol, original.source, original.destination)) return;
    if (fatal) this.report(errno);
  }

  protected release(): void {
    this.#table.raw.delete(this);
  }
}
