import type { IpPacket } from '../../inet/ip-packet.ts';
import { checksummed } from '../../inet/ipv6/checksum.ts';
import { Packet6 } from '../../inet/ipv6/packet6.ts';
import { Packet } from '../../inet/packet.ts';
import type { Random } from '../../random.ts';
import { internetChecksum, viewOf } from '../../wire/bytes.ts';
import { type Connection, type Direction, opposite, otherWay, type Side } from '../conntrack/connection.ts';
import type { Conntrack } from '../conntrack/conntrack.ts';
import type { Tracked } from '../conntrack/tracked.ts';
import { equal, invert, isIcmp, type Tuple } from '../conntrack/tuple.ts';
import type { NatRange } from '../rule.ts';
import { agrees, rewrite } from './rewrite.ts';
import { uniqueTuple } from './unique-tuple.ts';

const ICMP_HEADER = 8;

/** Network address translation of one namespace's connections (net/netfilter/nf_nat_core.c). */
export class Nat {
  readonly #conntrack: Conntrack;
  readonly #random: Random;

  constructor(conntrack: Conntrack, random: Random) {
    this.#conntrack = conntrack;
    this.#random = random;
  }

  /** nf_nat_setup_info(): where that side of a new connection goes; it stays where `range` is empty and nothing clashes. */
  bind(connection: Connection, side: Side, range: NatRange): void {
    if (connection.bound[side] || connection.confirmed) return;
    connection.bound[side] = true;
    const current = invert(connection.reply);
    if (!current) return;
    const taken = (reply: Tuple): boolean => this.#conntrack.table.find(reply) !== undefined;
    const fresh = uniqueTuple(current, side, range, { random: this.#random, taken });
    if (equal(fresh, current)) return;
    connection.reply = invert(fresh) ?? connection.reply;
    connection.translated[side] = true;
  }

  /** Rewrites that side of a packet as its connection asks for. */
  translate(packet: IpPacket, { connection, direction, state }: Tracked, side: Side): void {
    const ofConnection = direction === 'original' ? side : opposite(side);
    if (!connection.translated[ofConnection]) return;
    if (state === 'RELATED' && isIcmp(packet.protocol)) translateError(packet, connection, direction, side);
    else translatePacket(packet, connection, direction, side);
  }
}

/** nf_nat_packet(): into the inverse of what comes the other way. */
function translatePacket(packet: IpPacket, connection: Connection, direction: Direction, side: Side): void {
  const to = invert(connection.tuple(otherWay(direction)));
  if (!to || agrees(packet, to, side)) return;
  packet.own();
  rewrite(packet, to, side);
}

/** nf_nat_icmp_reply_translation(): the packet that an ICMP error quotes goes back to what its sender knows. */
function translateError(packet: IpPacket, connection: Connection, direction: Direction, side: Side): void {
  const other = connection.tuple(otherWay(direction));
  const to = invert(other);
  if (!to) return;
  packet.own();
  const message = packet.payload;
  const quoted = message.subarray(ICMP_HEADER);
  if (packet instanceof Packet6) {
    rewrite(new Packet6(quoted), other, opposite(side));
    message.set(checksummed(message, packet.source, packet.destination));
  } else {
    rewrite(new Packet(quoted), other, opposite(side));
    const view = viewOf(message);
    view.setUint16(2, 0);
    view.setUint16(2, internetChecksum(message));
  }
  rewrite(packet, to, side);
}
