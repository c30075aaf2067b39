import { isErrno } from '../../errno.ts';
import { viewOf } from '../../wire/bytes.ts';
import { PROTOCOL_TCP } from '../../wire/ipv4.ts';
import { emitTcp, parseTcp, TCP_FLAG, type TcpSegment } from '../../wire/tcp.ts';
import { type IpOutputRoute, linkOf, routeTo, sendAlong } from '../ip-output.ts';
import type { IpPacket } from '../ip-packet.ts';
import type { Protocol } from '../ipv4-net.ts';
import { type Endpoint, senderOf } from '../sockets/endpoint.ts';
import type { IcmpFailure } from '../sockets/icmp-errno.ts';
import type { SocketHost } from '../sockets/inet-socket.ts';
import { type ConnectionOwner, TcpConnection } from './connection.ts';
import { receiveSegment, reopens } from './input.ts';
import { Listener } from './listener.ts';
import { Path } from './path.ts';
import { type PortClaim, Ports } from './ports.ts';
import { resetFor } from './reset.ts';

const ANY = 0;

const key = (local: Endpoint, remote: Endpoint): string =>
  `${local.address}:${local.port} ${remote.address}:${remote.port}`;

interface Entry {
  readonly connection: TcpConnection;
  readonly claim: PortClaim;
  /** By which it came in. */
  readonly listener?: Listener;
}

/** Of those that never had a connection. */
const NO_ENTRIES = new Map<string, Entry>();

/** The TCP of one namespace: its ports, who listens, and its connections (net/ipv4/tcp_ipv4.c, net/ipv6/tcp_ipv6.c). */
export class TcpTable implements Protocol, ConnectionOwner {
  readonly ports: Ports;
  readonly #host: SocketHost;
  #entries: Map<string, Entry> = NO_ENTRIES;
  readonly #listeners = new Set<Listener>();

  constructor(host: SocketHost) {
    this.#host = host;
    this.ports = new Ports(host.environment.random, () => host.sysctls.ipLocalPortRange);
  }

  /** What /proc/net/tcp lists, in its order. */
  get listeners(): readonly Listener[] {
    return [...this.#listeners];
  }

  get connections(): readonly Entry[] {
    return [...this.#entries.values()];
  }

  /** Takes connections in by a port. Throws EADDRINUSE. */
  listen(claim: PortClaim, backlog: number, inode: number): Listener {
    this.ports.listen(claim);
    const listener = new Listener(claim, backlog, inode);
    this.#listeners.add(listener);
    return listener;
  }

  unlisten(listener: Listener): void {
    this.#listeners.delete(listener);
    listener.close();
    this.ports.release(listener.claim);
  }

  /** Is there a connection between these ends already? */
  has(local: Endpoint, remote: Endpoint): boolean {
    return this.#entries.has(key(local, remote));
  }

  /** A connection that is still to be opened, and that has the claim from now on. */
  create(
    claim: PortClaim,
    local: Endpoint,
    remote: Endpoint,
    route: IpOutputRoute,
    listener?: Listener,
  ): TcpConnection {
    const connection = new TcpConnection(new Path(this.#host, local, remote, route.device.mtu), this);
    if (this.#entries === NO_ENTRIES) this.#entries = new Map();
    this.#entries.set(key(local, remote), { connection, claim, ...(listener && { listener }) });
    return connection;
  }

  established(connection: TcpConnection): boolean {
    const { local, remote } = connection.path;
    return this.#entries.get(key(local, remote))?.listener?.complete(connection) ?? true;
  }

  closed(connection: TcpConnection): void {
    const place = key(connection.path.local, connection.path.remote);
    const entry = this.#entries.get(place);
    if (entry?.connection !== connection) return;
    this.#entries.delete(place);
    entry.listener?.forget(connection);
    this.ports.release(entry.claim);
  }

  receive(packet: IpPacket): void {
    const segment = parseTcp(packet.payload, packet.sourceText, packet.destinationText);
    if (!segment || packet.linkGroup) return;
    const local = { address: packet.destination, port: segment.destinationPort };
    const remote = senderOf(packet, segment.sourcePort);
    const connection = this.#entries.get(key(local, remote))?.connection;
    if (connection && !reopens(connection, segment)) {
      this.#traceSocket(packet, local.port);
      if (receiveSegment(connection, segment)) this.#refuse(packet, segment);
      return;
    }
    const listener = this.#listenerFor(local, typeof local.address === 'number' ? 'inet' : 'inet6');
    if (listener) this.#knock(listener, packet, segment, connection);
    else this.#refuse(packet, segment);
  }

  #traceSocket(packet: IpPacket, port: number): void {
    this.#host.trace(packet.inDevice, () => ({ kind: 'socket', packet: packet.bytes, protocol: PROTOCOL_TCP, port }));
  }

  /** The listener that fits best: one of this very address before one of all. */
  #listenerFor({ address, port }: Endpoint, family: 'inet' | 'inet6'): Listener | undefined {
    let best: Listener | undefined;
    for (const listener of this.#listeners) {
      const { claim } = listener;
      if (claim.port !== port || !claim.families.includes(family)) continue;
      if (claim.address === address) return listener;
      if (claim.address === ANY) best = listener;
    }
    return best;
  }

  /** tcp_v4_conn_request(): someone knocks at a listener. */
  #knock(listener: Listener, packet: IpPacket, segment: TcpSegment, resting: TcpConnection | undefined): void {
    const { flags } = segment;
    if (flags & TCP_FLAG.ack) {
      this.#refuse(packet, segment);
      return;
    }
    if ((flags & (TCP_FLAG.syn | TCP_FLAG.rst)) !== TCP_FLAG.syn) return;
    this.#traceSocket(packet, listener.claim.port);
    const route = this.#routeBack(packet);
    if (listener.full || !route) return;
    resting?.destroy();
    const local = { address: packet.destination, port: segment.destinationPort };
    const remote = senderOf(packet, segment.sourcePort);
    const claim = this.ports.share(listener.claim, local.address);
    const connection = this.create(claim, local, remote, route, listener);
    listener.begin(connection);
    connection.answer(segment);
  }

  #routeBack(packet: IpPacket): IpOutputRoute | undefined {
    try {
      return routeTo(this.#host, packet.source, { source: packet.destination, device: linkOf(packet) });
    } catch (error) {
      if (isErrno(error)) return undefined;
      throw error;
    }
  }

  /** tcp_v4_send_reset(): nobody is here. */
  #refuse(packet: IpPacket, segment: TcpSegment): void {
    const reset = resetFor(segment);
    if (!reset) return;
    const port = segment.destinationPort;
    this.#host.trace(packet.inDevice, () => ({
      kind: 'port-closed',
      packet: packet.bytes,
      protocol: PROTOCOL_TCP,
      port,
    }));
    const route = this.#routeBack(packet);
    if (!route) return;
    const header = { protocol: PROTOCOL_TCP, source: packet.destination, destination: packet.source };
    const bytes = emitTcp(reset, packet.destinationText, packet.sourceText);
    sendAlong(this.#host, route, header, bytes);
  }

  /**
   * tcp_v4_err(): fatal to a connection that is being opened, a note to one that stands. The answer to the first SYN finds connect(2) still
   * at work on the socket (on one machine a packet travels within the call that sends it), and is no more than a note too.
   */
  error(original: IpPacket, { errno, mtu }: IcmpFailure): void {
    const ports = viewOf(original.payload);
    const local = { address: original.source, port: ports.getUint16(0) };
    const remote = { address: original.destination, port: ports.getUint16(2) };
    const connection = this.#entries.get(key(local, remote))?.connection;
    if (!connection) return;
    if (mtu !== undefined) {
      connection.path.shorten(mtu);
      connection.sender.resend();
      return;
    }
    if (connection.state === 'SYN_SENT' && connection.sender.timeout.backoff > 0) connection.fail(errno);
    else connection.softError = errno;
  }
}
