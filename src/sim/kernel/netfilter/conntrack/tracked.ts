import type { IpPacket } from '../../inet/ip-packet.ts';
import type { ConnectionState } from '../rule.ts';
import type { Connection, Direction } from './connection.ts';

/** What conntrack has attached to a packet (skb->_nfct). */
export interface Tracked {
  readonly connection: Connection;
  readonly direction: Direction;
  readonly state: 'NEW' | 'ESTABLISHED' | 'RELATED';
}

/** What is attached to packets that no connection is made of (IP_CT_UNTRACKED). */
export const UNTRACKED = Symbol('untracked');

export const trackedOf = ({ connection }: IpPacket): Tracked | undefined =>
  connection === UNTRACKED ? undefined : (connection as Tracked | undefined);

/** What `-m conntrack --ctstate` sees. */
export const stateOf = (packet: IpPacket): ConnectionState =>
  packet.connection === UNTRACKED ? 'UNTRACKED' : (trackedOf(packet)?.state ?? 'INVALID');
