import type { Packet } from '../../inet/packet.ts';
import type { ConnectionState } from '../rule.ts';
import type { Connection, Direction } from './connection.ts';

/** What conntrack has attached to a packet (skb->_nfct). */
export interface Tracked {
  readonly connection: Connection;
  readonly direction: Direction;
  readonly state: 'NEW' | 'ESTABLISHED' | 'RELATED';
}

export const trackedOf = (packet: Packet): Tracked | undefined => packet.connection as Tracked | undefined;

/** What `-m conntrack --ctstate` sees. */
export const stateOf = (packet: Packet): ConnectionState => trackedOf(packet)?.state ?? 'INVALID';
