import type { ErrnoCode } from '../../errno.ts';
import type { SocketAddress } from '../../socket.ts';
import { copyOf } from '../../wire/memory.ts';
import { send } from '../ipv4-output.ts';
import type { Packet } from '../packet.ts';
import { icmpErrno } from './icmp-errno.ts';
import { type Endpoint, endpointOf, InetSocket, type SocketHost } from './inet-socket.ts';
import type { SocketTable } from './socket-table.ts';

/** A raw socket of one protocol (raw(7)): sends payloads, receives whole packets. */
export class RawSocket extends InetSocket {
  readonly protocol: number;
  readonly #table: SocketTable;

  constructor(host: SocketHost, table: SocketTable, protocol: number) {
    super(host);
    this.protocol = protocol;
    this.#table = table;
    table.raw.add(this);
  }

  bind(address: SocketAddress): void {
    const endpoint = endpointOf(address);
    this.checkLocal(endpoint.address);
    this.localEndpoint = { address: endpoint.address, port: 0 };
  }

  protected send(data: Uint8Array, to: Endpoint): ErrnoCode | undefined {
    const route = this.route(to.address);
    const destination = to.address === 0 ? route.nextHop : to.address;
    const { protocol } = this;
    const { ttl } = this.options;
    return send(this.host, route, { protocol, source: route.source, destination, ttl, dontFragment: true }, data);
  }

  /** __raw_v4_lookup(). */
  #matches(protocol: number, local: number, remote: number): boolean {
    if (protocol !== this.protocol) return false;
    if (this.localEndpoint.address !== 0 && this.localEndpoint.address !== local) return false;
    return this.peerEndpoint === undefined || this.peerEndpoint.address === remote;
  }

  /** Takes its copy of a packet; false where that is not for it. */
  deliver(packet: Packet): boolean {
    if (!this.#matches(packet.protocol, packet.destination, packet.source)) return false;
    if (this.device && this.device !== packet.inDevice) return false;
    this.host.trace(packet.inDevice, () => ({ kind: 'socket', packet: packet.bytes, protocol: this.protocol }));
    return this.enqueue(copyOf(packet.bytes), { address: packet.source, port: 0 });
  }

  /** raw_err(): only connected sockets are told, and only of errors that will not pass. */
  error(original: Packet, type: number, code: number): void {
    if (!this.peerEndpoint || !this.#matches(original.protocol, original.source, original.destination)) return;
    const { errno, fatal } = icmpErrno(type, code);
    if (fatal) this.report(errno);
  }

  protected release(): void {
    this.#table.raw.delete(this);
  }
}
