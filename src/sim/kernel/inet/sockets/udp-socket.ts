import { Errno, type ErrnoCode } from '../../errno.ts';
import type { SocketAddress } from '../../socket.ts';
import type { Task } from '../../task.ts';
import { formatIpv4 } from '../../wire/address.ts';
import { PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { emitUdp } from '../../wire/udp.ts';
import { send } from '../ipv4-output.ts';
import type { Packet } from '../packet.ts';
import { icmpErrno } from './icmp-errno.ts';
import { type Endpoint, InetSocket, type SocketHost } from './inet-socket.ts';
import { mappedEndpoint, nameEndpoint } from './mapped-address.ts';
import type { UdpTable } from './udp-table.ts';

const MAXIMUM = 65_507;

/** A UDP socket (udp(7)). */
export class UdpSocket extends InetSocket {
  readonly #table: UdpTable;
  readonly #family: 'inet' | 'inet6';

  /** @param family of IPv6, a socket takes in IPv4 as well, unless it is told not to; sending is for IPv4 only */
  constructor(host: SocketHost, table: UdpTable, family: 'inet' | 'inet6' = 'inet') {
    super(host);
    this.#table = table;
    this.#family = family;
  }

  get families(): readonly ('inet' | 'inet6')[] {
    return this.#family === 'inet6' && !this.options.v6only ? ['inet', 'inet6'] : [this.#family];
  }

  override get local(): SocketAddress {
    return nameEndpoint(this.localEndpoint, this.#family);
  }

  get reusesAddress(): boolean {
    return this.options.reuseAddress === true;
  }

  get endpoint(): Endpoint {
    return this.localEndpoint;
  }

  bind(address: SocketAddress): void {
    if (this.localEndpoint.port !== 0) throw new Errno('EINVAL');
    const wanted = mappedEndpoint(address, this.#family);
    this.checkLocal(wanted.address);
    this.localEndpoint = this.#table.take(this, wanted);
  }

  #bindIfUnbound(): void {
    if (this.localEndpoint.port === 0) this.localEndpoint = this.#table.take(this, this.localEndpoint);
  }

  override *connect(address: SocketAddress): Task<void> {
    this.#bindIfUnbound();
    yield* super.connect(address);
  }

  protected send(data: Uint8Array, to: Endpoint): ErrnoCode | undefined {
    if (data.length > MAXIMUM) return 'EMSGSIZE';
    if (to.port === 0) return 'EINVAL';
    const route = this.route(to.address);
    this.#bindIfUnbound();
    const destination = to.address === 0 ? route.nextHop : to.address;
    const ports = { sourcePort: this.localEndpoint.port, destinationPort: to.port };
    const datagram = emitUdp({ ...ports, payload: data }, formatIpv4(route.source), formatIpv4(destination));
    const header = { protocol: PROTOCOL_UDP, source: route.source, destination, ttl: this.options.ttl };
    return send(this.host, route, { ...header, dontFragment: true }, datagram);
  }

  /** compute_score(): how well it fits a datagram; -1 where not at all. */
  score(packet: Packet, sourcePort: number): number {
    if (!this.families.includes('inet')) return -1;
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
  error(original: Packet, destinationPort: number, type: number, code: number): void {
    const { peerEndpoint: peer } = this;
    const connected = peer?.address === original.destination && peer.port === destinationPort;
    const { errno, fatal } = icmpErrno(type, code);
    if (this.options.receiveErrors || (connected && fatal)) this.report(errno);
  }

  protected release(): void {
    this.#table.leave(this);
  }
}
