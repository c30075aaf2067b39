import { Packet } from '../../inet/packet.ts';
import type { Random } from '../../random.ts';
import { internetChecksum, viewOf } from '../../wire/bytes.ts';
import { PROTOCOL_ICMP } from '../../wire/ipv4.ts';
import { type Connection, type Direction, opposite, otherWay, type Side } from '../conntrack/connection.ts';
import type { Conntrack } from '../conntrack/conntrack.ts';
import type { Tracked } from '../conntrack/tracked.ts';
import { equal, invert, type Tuple } from '../conntrack/tuple.ts';
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
  translate(packet: Packet, { connection, direction, state }: Tracked, side: Side): void {
    const ofConnection = direction === 'original' ? side : opposite(side);
    if (!connection.translated[ofConnection]) return;
    if (state === 'RELATED' && packet.protocol === PROTOCOL_ICMP) translateError(packet, connection, direction, side);
    else translatePacket(packet, connection, direction, side);
  }
}

/** nf_nat_packet(): into the inverse of what comes the other way. */
function translatePacket(packet: Packet, connection: Connection, direction: Direction, side: Side): void {
  const to = invert(connection.tuple(otherWay(direction)));
  if (!to || agrees(packet, to, side)) return;
  // The bytes may be a frame's that others see too, or have been shown to the trace.
  packet.replace(packet.bytes.slice());
  rewrite(packet, to, side);
}

/** nf_nat_icmp_reply_translation(): the packet that an ICMP error quotes goes back to what its sender knows. */
function translateError(packet: Packet, connection: Connection, direction: Direction, side: Side): void {
  const other = connection.tuple(otherWay(direction));
  const to = invert(other);
  if (!to) return;
  packet.replace(packet.bytes.slice());
  const message = packet.payload;
  rewrite(new Packet(message.subarray(ICMP_HEADER)), other, opposite(side));
  const view = viewOf(message);
  view.setUint16(2, 0);
  view.setUint16(2, internetChecksum(message));
  rewrite(packet, to, side);
}
