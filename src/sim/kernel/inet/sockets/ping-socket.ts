import { Errno, type ErrnoCode } from '../../errno.ts';
import type { SocketAddress } from '../../socket.ts';
import { internetChecksum, viewOf } from '../../wire/bytes.ts';
import type { IpAddress } from '../../wire/ip-address.ts';
import { PROTOCOL_ICMP } from '../../wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import { sendAlong } from '../ip-output.ts';
import type { IpPacket } from '../ip-packet.ts';
import { checksummed } from '../ipv6/checksum.ts';
import { type Endpoint, senderOf } from './endpoint.ts';
import type { IcmpFailure } from './icmp-errno.ts';
import { type InetDomain, InetSocket, type SocketHost } from './inet-socket.ts';
import type { SocketTable } from './socket-table.ts';

const ECHO_REQUEST = { inet: 8, inet6: 128 } as const;
const PROTOCOLS = { inet: PROTOCOL_ICMP, inet6: PROTOCOL_ICMPV6 } as const;
const HEADER = 8;

/** An unprivileged ICMP socket (net/ipv4/ping.c, net/ipv6/ping.c): echo requests under an identifier that the kernel keeps. */
export class PingSocket extends InetSocket {
  readonly #table: SocketTable;

  constructor(host: SocketHost, table: SocketTable, domain: InetDomain) {
    super(host, domain);
    this.#table = table;
  }

  /** The port is the identifier; 0 takes a free one. */
  bind(address: SocketAddress): void {
    const { address: local, port } = this.endpointOf(address);
    if (this.localEndpoint.port !== 0) throw new Errno('EINVAL');
    this.checkLocal(local);
    this.#take(local, port);
  }

  #take(address: IpAddress, wanted: number): void {
    const port = wanted || this.#table.freeIdent();
    if (this.#table.ping.has(port)) throw new Errno('EADDRINUSE');
    this.#table.ping.set(port, this);
    this.localEndpoint = { address, port };
  }

  protected send(data: Uint8Array, to: Endpoint): ErrnoCode | undefined {
    if (data.length < HEADER || data[0] !== ECHO_REQUEST[this.domain] || data[1] !== 0) return 'EINVAL';
    const route = this.route(to);
    if (this.localEndpoint.port === 0) this.#take(this.localEndpoint.address, 0);
    const destination = to.address === 0 ? route.nextHop : to.address;
    const { ttl, pathMtu } = this.options;
    const { source } = route;
    const message = this.#stamp(data);
    const six = typeof source === 'string' && typeof destination === 'string';
    const header = { protocol: PROTOCOLS[this.domain], source, destination, ttl, pathMtu };
    return sendAlong(this.host, route, header, six ? checksummed(message, source, destination) : message);
  }

  /** The message under this socket's identifier. */
  #stamp(data: Uint8Array): Uint8Array {
    const message = data.slice();
    const view = viewOf(message);
    view.setUint16(4, this.localEndpoint.port);
    view.setUint16(2, 0);
    view.setUint16(2, internetChecksum(message));
    return message;
  }

  /** An echo reply with its identifier came: the socket gets the ICMP message. */
  deliver(packet: IpPacket): void {
    const own = this.localEndpoint.address;
    if (own !== 0 && own !== packet.destination) return;
    this.host.trace(packet.inDevice, () => ({
      kind: 'socket',
      packet: packet.bytes,
      protocol: PROTOCOLS[this.domain],
      port: this.localEndpoint.port,
    }));
    this.enqueue(packet.payload.slice(), senderOf(packet, 0), this.domain === 'inet6' ? packet.ttl : undefined);
  }

  /** ping_err(). */
  error({ errno, fatal }: IcmpFailure): void {
    if (fatal && this.peerEndpoint) this.report(errno);
  }

  protected release(): void {
    if (this.#table.ping.get(this.localEndpoint.port) === this) this.#table.ping.delete(this.localEndpoint.port);
  }
}
