import { Errno, type ErrnoCode } from '../../errno.ts';
import type { SocketAddress } from '../../socket.ts';
import type { Task } from '../../task.ts';
import { formatIp } from '../../wire/ip-address.ts';
import { PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { emitUdp } from '../../wire/udp.ts';
import { sendAlong } from '../ip-output.ts';
import type { IpPacket } from '../ip-packet.ts';
import { type Endpoint, peerOf } from './endpoint.ts';
import type { IcmpFailure } from './icmp-errno.ts';
import { type InetDomain, InetSocket, type SocketHost } from './inet-socket.ts';
import type { UdpTable } from './udp-table.ts';

const MAXIMUM = 65_507;

/** A UDP socket (udp(7)). */
export class UdpSocket extends InetSocket {
  readonly #table: UdpTable;

  constructor(host: SocketHost, table: UdpTable, domain: InetDomain) {
    super(host, domain);
    this.#table = table;
  }

  /** Of IPv6, a socket takes in IPv4 as well, unless it is told not to or has an address of its own. */
  get families(): readonly InetDomain[] {
    if (typeof this.localEndpoint.address === 'string') return ['inet6'];
    return this.domain === 'inet6' && !this.options.v6only ? ['inet', 'inet6'] : [this.domain];
  }

  get reusesAddress(): boolean {
    return this.options.reuseAddress === true;
  }

  get peerPlace(): Endpoint | undefined {
    return this.peerEndpoint;
  }

  get endpoint(): Endpoint {
    return this.localEndpoint;
  }

  bind(address: SocketAddress): void {
    if (this.localEndpoint.port !== 0) throw new Errno('EINVAL');
    const wanted = this.endpointOf(address);
    this.checkLocal(wanted.address);
    this.localEndpoint = this.#table.take(this, wanted);
  }

  #bindIfUnbound(): void {
    if (this.localEndpoint.port === 0) this.localEndpoint = this.#table.take(this, this.localEndpoint);
  }

  override *connect(address: SocketAddress): Task<void> {
    this.#bindIfUnbound();
    peerOf(this.endpointOf(address), this.domain, this.device);
    yield* super.connect(address);
  }

  protected send(data: Uint8Array, to: Endpoint): ErrnoCode | undefined {
    if (data.length > MAXIMUM) return 'EMSGSIZE';
    if (to.port === 0) return 'EINVAL';
    const route = this.route(to);
    this.#bindIfUnbound();
    const destination = to.address === 0 ? route.nextHop : to.address;
    const ports = { sourcePort: this.localEndpoint.port, destinationPort: to.port };
    const datagram = emitUdp({ ...ports, payload: data }, formatIp(route.source), formatIp(destination));
    const header = { protocol: PROTOCOL_UDP, source: route.source, destination, ttl: this.options.ttl };
    return sendAlong(this.host, route, header, datagram);
  }

  /** compute_score(): how well it fits a datagram; -1 where not at all. */
  score(packet: IpPacket, sourcePort: number): number {
    if (!this.families.includes(typeof packet.source === 'number' ? 'inet' : 'inet6')) return -1;
    let score = 0;
    if (this.localEndpoint.address !== 0) {
      if (this.localEndpoint.address !== packet.destination) return -1;
      score += 4;
    }
    if (this.peerEndpoint) {
      if (this.peerEndpoint.address !== packet.source || this.peerEndpoint.port !== sourcePort) return -1;
      score += 8;
    }
    if (this.device) {
      if (this.device !== packet.inDevice) return -1;
      score += 4;
    }
    return score;
  }

  deliver(payload: Uint8Array, from: Endpoint): void {
    this.enqueue(payload.slice(), from);
  }

  /** udp_err(): unless it asks for all, a socket is told what is final, once it is connected and can know whom it concerns. */
  error(original: IpPacket, destinationPort: number, { errno, fatal }: IcmpFailure): void {
    const { peerEndpoint: peer } = this;
    const connected = peer?.address === original.destination && peer.port === destinationPort;
    if (this.options.receiveErrors || (connected && fatal)) this.report(errno);
  }

  protected release(): void {
    this.#table.leave(this);
  }
}
