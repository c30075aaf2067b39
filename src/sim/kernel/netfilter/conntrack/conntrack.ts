import { type Clock, type Micros, SECOND } from '../../clock.ts';
import type { IpPacket } from '../../inet/ip-packet.ts';
import { Packet6 } from '../../inet/ipv6/packet6.ts';
import { Packet } from '../../inet/packet.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import { Connection, type Direction, otherWay } from './connection.ts';
import { ConnectionTable, type Found } from './connection-table.ts';
import { Exchange } from './exchange.ts';
import { flagsOf, isReset, opensTcp, reopensTcp, trackTcp } from './tcp-state.ts';
import { type Tracked, trackedOf, UNTRACKED } from './tracked.ts';
import { equal, invert, isIcmp, type Tuple, tupleOf } from './tuple.ts';

/** The kernel's defaults (net.netfilter.nf_conntrack_*). */
const ICMP_TIMEOUT: Micros = 30 * SECOND;
const UDP_TIMEOUT: Micros = 30 * SECOND;
const UDP_STREAM_TIMEOUT: Micros = 120 * SECOND;
const GENERIC_TIMEOUT: Micros = 600 * SECOND;
/** nf_conntrack_udp_packet(): a UDP exchange that is older than this is a stream. */
const STREAM_AGE: Micros = 2 * SECOND;

const ICMP_HEADER = 8;
/** Where a query is asked, and where it is answered. */
const ICMP_ASKS: ReadonlySet<number> = new Set([8, 13, 15, 17, 128, 139]);
/** Unreachable, source quench, redirect, time exceeded, parameter problem: messages about another packet. */
const ICMP_ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
/** The same of ICMPv6: all below the information messages. */
const FIRST_INFORMATION = 128;
/** Neighbour discovery and MLDv2 reports (nf_conntrack_proto_icmpv6.c, noct_valid_new). */
const UNTRACKED_TYPES: ReadonlySet<number> = new Set([133, 134, 135, 136, 143]);

/** Is it an ICMP message about another packet? */
function isError({ protocol, destinationPort }: Tuple): boolean {
  const type = destinationPort >> 8;
  if (protocol === PROTOCOL_ICMPV6) return type < FIRST_INFORMATION;
  return protocol === PROTOCOL_ICMP && ICMP_ERRORS.has(type);
}

/** Connection tracking of one namespace, of both families (net/netfilter/nf_conntrack_core.c). */
export class Conntrack {
  readonly table: ConnectionTable;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** What is attached to a packet while a rule rejects it: the answer goes with it, though it may be in no table (nf_ct_attach). */
  rejecting: Tracked | undefined;

  constructor(clock: Pick<Clock, 'now' | 'after'>) {
    this.clock = clock;
    this.table = new ConnectionTable(() => clock.now);
  }

  /** nf_conntrack_in(): attaches to a packet what is known of its connection; nothing to one that fits in nowhere. */
  track(packet: IpPacket): void {
    if (packet.connection !== undefined) return;
    const tuple = tupleOf(packet);
    if (!tuple) return;
    const rejected = this.#ofRejected(tuple);
    if (rejected) packet.connection = rejected;
    else if (isError(tuple)) packet.connection = this.#related(packet);
    else if (tuple.protocol === PROTOCOL_ICMPV6 && UNTRACKED_TYPES.has(tuple.destinationPort >> 8))
      packet.connection = UNTRACKED;
    else packet.connection = this.#resolve(packet, tuple);
  }

  #ofRejected(tuple: Tuple): Tracked | undefined {
    if (!this.rejecting) return undefined;
    const { connection } = this.rejecting;
    const direction = otherWay(this.rejecting.direction);
    if (isError(tuple)) return { connection, direction, state: 'RELATED' };
    return equal(tuple, connection.tuple(direction)) ? connection.established(direction) : undefined;
  }

  #resolve(packet: IpPacket, tuple: Tuple): Tracked | undefined {
    const found = this.#find(packet, tuple);
    if (!found) return this.#open(packet, tuple);
    const { connection, direction } = found;
    if (direction === 'reply' && !connection.seenReply && isReset(packet)) return this.#refused(connection);
    this.heard(connection, direction, flagsOf(packet));
    return connection.seenReply ? connection.established(direction) : { connection, direction, state: 'NEW' };
  }

  /** A packet of a connection that is known has come. `flags`: of TCP. */
  heard(connection: Connection, direction: Direction, flags: number): void {
    const { seenReply, tcp, assured } = connection;
    if (direction === 'reply') connection.seenReply = true;
    this.#seen(connection, direction, flags);
    const changed = seenReply !== connection.seenReply || tcp !== connection.tcp || assured !== connection.assured;
    if (changed && connection.confirmed) this.table.tell('update', connection);
  }

  /** The exchange that a packet belongs to, for its flow to lean on: undefined where it is none, or where NAT has a hand in it. */
  exchangeOf(packet: IpPacket): Exchange | undefined {
    const tracked = trackedOf(packet);
    if (tracked?.state !== 'ESTABLISHED') return undefined;
    const { source, destination } = tracked.connection.translated;
    return source || destination ? undefined : new Exchange(this, tracked);
  }

  /** A reset is all the answer that a connection got: it never was one (nf_conntrack_tcp_packet). */
  #refused(connection: Connection): Tracked {
    connection.tcp = 'CLOSE';
    this.table.remove(connection);
    return { connection, direction: 'reply', state: 'ESTABLISHED' };
  }

  #find(packet: IpPacket, tuple: Tuple): Pick<Found, 'connection' | 'direction'> | undefined {
    const found = this.table.find(tuple) ?? this.#findLooped(packet, tuple);
    if (!found || tuple.protocol !== PROTOCOL_TCP) return found;
    if (!reopensTcp(found.connection, found.direction, packet)) return found;
    this.table.remove(found.connection);
    return undefined;
  }

  /** The kernel's loopback keeps what was attached to a packet; here its translated tuple tells which one it is. */
  #findLooped(packet: IpPacket, tuple: Tuple): Pick<Found, 'connection' | 'direction'> | undefined {
    if (packet.inDevice?.kind !== 'loopback') return undefined;
    const inverse = invert(tuple);
    const found = inverse && this.table.find(inverse);
    return found && { connection: found.connection, direction: otherWay(found.direction) };
  }

  /** init_conntrack(): not in the table before its first packet has passed all hooks. */
  #open(packet: IpPacket, tuple: Tuple): Tracked | undefined {
    if (isIcmp(tuple.protocol) && !ICMP_ASKS.has(tuple.destinationPort >> 8)) return undefined;
    if (tuple.protocol === PROTOCOL_TCP && !opensTcp(packet)) return undefined;
    const reply = invert(tuple);
    if (!reply) return undefined;
    const connection = new Connection(tuple, reply);
    this.#seen(connection, 'original', flagsOf(packet));
    return { connection, direction: 'original', state: 'NEW' };
  }

  #seen(connection: Connection, direction: Direction, flags: number): void {
    const now = this.clock.now;
    switch (connection.original.protocol) {
      case PROTOCOL_TCP:
        trackTcp(connection, direction, flags, now);
        return;
      case PROTOCOL_UDP:
        this.#seenUdp(connection, now);
        return;
      default:
        connection.refresh(now, isIcmp(connection.original.protocol) ? ICMP_TIMEOUT : GENERIC_TIMEOUT);
    }
  }

  #seenUdp(connection: Connection, now: Micros): void {
    connection.streamFrom ??= now + STREAM_AGE;
    const stream = connection.seenReply && now > connection.streamFrom;
    if (stream) connection.assured = true;
    connection.refresh(now, stream ? UDP_STREAM_TIMEOUT : UDP_TIMEOUT);
  }

  /** nf_conntrack_inet_error(): an ICMP error belongs to the connection of the packet that it quotes. */
  #related(packet: IpPacket): Tracked | undefined {
    const quoted = packet.payload.subarray(ICMP_HEADER);
    const six = packet.protocol === PROTOCOL_ICMPV6;
    if (quoted.length < (six ? 48 : 28)) return undefined;
    const about = tupleOf(six ? new Packet6(quoted) : new Packet(quoted));
    const inverse = about && invert(about);
    const found = inverse && this.table.find(inverse);
    return found && { connection: found.connection, direction: found.direction, state: 'RELATED' };
  }

  /** nf_conntrack_confirm(): the packet leaves the last hook. False where it clashes with a connection that was quicker. */
  confirm(packet: IpPacket): boolean {
    const { connection, direction } = trackedOf(packet) ?? {};
    if (!connection || connection.confirmed || direction !== 'original') return true;
    connection.refresh(this.clock.now, connection.timeout);
    connection.confirmed = this.table.add(connection);
    return connection.confirmed;
  }

  /** Forgets all connections that `doomed` holds for. */
  flush(doomed: (connection: Connection) => boolean): void {
    for (const connection of this.table.list) if (doomed(connection)) this.table.remove(connection);
  }
}
