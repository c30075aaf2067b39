import { Errno, type ErrnoCode } from '../../errno.ts';
import type { SocketAddress } from '../../socket.ts';
import { internetChecksum, viewOf } from '../../wire/bytes.ts';
import { PROTOCOL_ICMP } from '../../wire/ipv4.ts';
import { send } from '../ipv4-output.ts';
import type { Packet } from '../packet.ts';
import { icmpErrno } from './icmp-errno.ts';
import { type Endpoint, endpointOf, InetSocket, type SocketHost } from './inet-socket.ts';
import type { SocketTable } from './socket-table.ts';

const ECHO_REQUEST = 8;
const HEADER = 8;

/** An unprivileged ICMP socket (net/ipv4/ping.c): echo requests under an identifier that the kernel keeps. */
export class PingSocket extends InetSocket {
  readonly #table: SocketTable;

  constructor(host: SocketHost, table: SocketTable) {
    super(host);
    this.#table = table;
  }

  /** The port is the identifier; 0 takes a free one. */
  bind(address: SocketAddress): void {
    const { address: local, port } = endpointOf(address);
    if (this.localEndpoint.port !== 0) throw new Errno('EINVAL');
    this.checkLocal(local);
    this.#take(local, port);
  }

  #take(address: number, wanted: number): void {
    const port = wanted || this.#table.freeIdent();
    if (this.#table.ping.has(port)) throw new Errno('EADDRINUSE');
    this.#table.ping.set(port, this);
    this.localEndpoint = { address, port };
  }

  protected send(data: Uint8Array, to: Endpoint): ErrnoCode | undefined {
    if (data.length < HEADER || data[0] !== ECHO_REQUEST || data[1] !== 0) return 'EINVAL';
    const route = this.route(to.address);
    if (this.localEndpoint.port === 0) this.#take(this.localEndpoint.address, 0);
    const destination = to.address === 0 ? route.nextHop : to.address;
    const { ttl } = this.options;
    const header = { protocol: PROTOCOL_ICMP, source: route.source, destination, ttl, dontFragment: true };
    return send(this.host, route, header, this.#stamp(data));
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
  deliver(packet: Packet): void {
    const own = this.localEndpoint.address;
    if (own !== 0 && own !== packet.destination) return;
    this.host.trace(packet.inDevice, () => ({
      kind: 'socket',
      packet: packet.bytes,
      protocol: PROTOCOL_ICMP,
      port: this.localEndpoint.port,
    }));
    this.enqueue(packet.payload.slice(), { address: packet.source, port: 0 });
  }

  /** ping_err(). */
  error(type: number, code: number): void {
    const { errno, fatal } = icmpErrno(type, code);
    if (fatal && this.peerEndpoint) this.report(errno);
  }

  protected release(): void {
    if (this.#table.ping.get(this.localEndpoint.port) === this) this.#table.ping.delete(this.localEndpoint.port);
  }
}
