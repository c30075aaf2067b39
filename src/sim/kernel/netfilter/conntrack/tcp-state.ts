import { type Micros, SECOND } from '../../clock.ts';
import type { IpPacket } from '../../inet/ip-packet.ts';
import { PROTOCOL_TCP } from '../../wire/ipv4.ts';
import { TCP_FLAG } from '../../wire/tcp.ts';
import type { Connection, Direction } from './connection.ts';

/** As /proc/net/nf_conntrack names them. */
export type TcpState =
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE';

/** nf_conntrack_tcp_timeout_*, in µs. */
const TIMEOUTS: Readonly<Record<TcpState, Micros>> = {
  SYN_SENT: 120 * SECOND,
  SYN_RECV: 60 * SECOND,
  ESTABLISHED: 432_000 * SECOND,
  FIN_WAIT: 120 * SECOND,
  CLOSE_WAIT: 60 * SECOND,
  LAST_ACK: 30 * SECOND,
  TIME_WAIT: 120 * SECOND,
  CLOSE: 10 * SECOND,
};

export const flagsOf = (packet: IpPacket): number => packet.byte(packet.headerLength + 13);

/** May this segment be a connection's first one? Conntrack takes up those that began unseen (nf_conntrack_tcp_loose). */
export function opensTcp(packet: IpPacket): boolean {
  const flags = flagsOf(packet);
  if (flags & TCP_FLAG.rst) return false;
  return (flags & (TCP_FLAG.syn | TCP_FLAG.ack)) !== 0 && (flags & (TCP_FLAG.syn | TCP_FLAG.ack)) !== 0x12;
}

/** Is it a TCP segment with RST? */
export const isReset = (packet: IpPacket): boolean =>
  packet.protocol === PROTOCOL_TCP && (flagsOf(packet) & TCP_FLAG.rst) !== 0;

/** Is the connection over, so that a SYN from its first side begins another one with the same tuples? */
export function reopensTcp({ tcp }: Connection, direction: Direction, packet: IpPacket): boolean {
  const flags = flagsOf(packet);
  const over = tcp === 'TIME_WAIT' || tcp === 'CLOSE';
  return over && direction === 'original' && (flags & (TCP_FLAG.syn | TCP_FLAG.ack)) === TCP_FLAG.syn;
}

/** The state that a segment leads to (nf_conntrack_proto_tcp.c, tcp_conntracks). */
function nextState(state: TcpState | undefined, direction: Direction, flags: number): TcpState {
  if (flags & TCP_FLAG.rst) return 'CLOSE';
  if (flags & TCP_FLAG.syn) return afterSyn(state, direction, (flags & TCP_FLAG.ack) !== 0);
  if (flags & TCP_FLAG.fin) return afterFin(state);
  return afterAck(state, direction);
}

function afterSyn(state: TcpState | undefined, direction: Direction, ack: boolean): TcpState {
  if (direction === 'reply' && ack && state === 'SYN_SENT') return 'SYN_RECV';
  return state ?? 'SYN_SENT';
}

function afterFin(state: TcpState | undefined): TcpState {
  switch (state) {
    case 'FIN_WAIT':
    case 'CLOSE_WAIT':
      return 'LAST_ACK';
    case 'LAST_ACK':
    case 'TIME_WAIT':
    case 'CLOSE':
    case 'SYN_SENT':
      return state;
    default:
      return 'FIN_WAIT';
  }
}

function afterAck(state: TcpState | undefined, direction: Direction): TcpState {
  switch (state) {
    case undefined:
      return 'ESTABLISHED';
    case 'SYN_RECV':
      return direction === 'original' ? 'ESTABLISHED' : state;
    case 'FIN_WAIT':
      return 'CLOSE_WAIT';
    case 'LAST_ACK':
      return 'TIME_WAIT';
    default:
      return state;
  }
}

/** Moves the connection's state on by one segment. */
export function trackTcp(connection: Connection, direction: Direction, flags: number, now: Micros): void {
  const state = nextState(connection.tcp, direction, flags);
  connection.tcp = state;
  if (state === 'ESTABLISHED' && connection.seenReply) connection.assured = true;
  connection.refresh(now, TIMEOUTS[state]);
}
