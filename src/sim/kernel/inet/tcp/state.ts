/** The states of RFC 9293 §3.3.2 by their numbers in /proc/net/tcp (include/net/tcp_states.h). */
export const TCP_STATES = {
  ESTABLISHED: 1,
  SYN_SENT: 2,
  SYN_RECV: 3,
  FIN_WAIT1: 4,
  FIN_WAIT2: 5,
  TIME_WAIT: 6,
  CLOSE: 7,
  CLOSE_WAIT: 8,
  LAST_ACK: 9,
  LISTEN: 10,
  CLOSING: 11,
} as const;

export type TcpState = keyof typeof TCP_STATES;

const SENDING: ReadonlySet<TcpState> = new Set(['ESTABLISHED', 'CLOSE_WAIT', 'FIN_WAIT1', 'CLOSING', 'LAST_ACK']);
const RECEIVING: ReadonlySet<TcpState> = new Set(['ESTABLISHED', 'FIN_WAIT1', 'FIN_WAIT2']);

/** May data, or data that is still buffered, go out? */
export const isSending = (state: TcpState): boolean => SENDING.has(state);

/** May the peer still send data? */
export const isReceiving = (state: TcpState): boolean => RECEIVING.has(state);
