import type { ErrnoCode } from '../../errno.ts';
import { TCP_FLAG, type TcpSegment } from '../../wire/tcp.ts';
import type { TcpConnection } from './connection.ts';
import { advance, distance, isBefore, type Sequence } from './sequence.ts';
import { isReceiving } from './state.ts';

const ACKED_SYN = TCP_FLAG.syn | TCP_FLAG.ack;

/** tcp_rcv_state_process(): what a segment does to a connection (RFC 9293 §3.10.7). True asks the caller for a RST. */
export function receiveSegment(connection: TcpConnection, segment: TcpSegment): boolean {
  if (connection.state === 'SYN_SENT') return answered(connection, segment);
  if (!valid(connection, segment)) return false;
  if (!(segment.flags & TCP_FLAG.ack)) return false;
  if (connection.state === 'SYN_RECV') {
    if (segment.acknowledgement !== connection.sender.next) return true;
    if (!confirmed(connection, segment)) return false;
  }
  if (!connection.sender.acknowledged(segment)) {
    // An open connection lets it go (tcp_rcv_established), one that is being closed answers.
    if (connection.state !== 'ESTABLISHED') connection.challenge();
    return false;
  }
  afterAcknowledgement(connection);
  return connection.state !== 'CLOSE' && take(connection, segment);
}

/** tcp_rcv_synsent_state_process(). */
function answered(connection: TcpConnection, segment: TcpSegment): boolean {
  const { flags, acknowledgement } = segment;
  const { sender } = connection;
  if (flags & TCP_FLAG.ack && acknowledgement !== advance(sender.initial, 1)) return !(flags & TCP_FLAG.rst);
  if (flags & TCP_FLAG.rst) {
    if (flags & TCP_FLAG.ack) connection.fail('ECONNREFUSED');
    return false;
  }
  if ((flags & ACKED_SYN) !== ACKED_SYN) return false;
  connection.learn(segment);
  sender.acknowledged(segment);
  connection.moveTo('ESTABLISHED');
  connection.acknowledge();
  sender.push();
  return false;
}

/** tcp_validate_incoming(): is it a segment to look at any further? */
function valid(connection: TcpConnection, segment: TcpSegment): boolean {
  const { flags, sequence, options } = segment;
  const { receiver, path } = connection;
  const repeated = advance(sequence, 1) === receiver.next && flags & TCP_FLAG.syn;
  if (connection.state === 'SYN_RECV' && repeated) {
    connection.sendSyn();
    return false;
  }
  if (!receiver.accepts(segment)) {
    if (!(flags & TCP_FLAG.rst)) refuseQuietly(connection, segment);
    return false;
  }
  if (flags & TCP_FLAG.rst) {
    if (sequence === receiver.next) reset(connection);
    else connection.challenge();
    return false;
  }
  if (flags & TCP_FLAG.syn) {
    connection.challenge();
    return false;
  }
  if (options.timestamps && !isBefore(receiver.next, sequence)) path.recent = options.timestamps.value;
  return true;
}

/** What lies outside the window is answered by what is awaited; a FIN that comes again also starts TIME_WAIT anew. */
function refuseQuietly(connection: TcpConnection, { flags, payload }: TcpSegment): void {
  if (connection.state === 'TIME_WAIT' && flags & TCP_FLAG.fin) connection.rest();
  const takesRoom = payload.length > 0 || flags & TCP_FLAG.fin;
  if (takesRoom && !(flags & TCP_FLAG.syn)) connection.acknowledge();
  else connection.challenge();
}

/** tcp_reset(). */
function reset(connection: TcpConnection): void {
  const errors: Partial<Record<string, ErrnoCode>> = { CLOSE_WAIT: 'EPIPE', SYN_RECV: 'ECONNREFUSED' };
  connection.receiver.queue.clear();
  connection.fail(errors[connection.state] ?? 'ECONNRESET');
}

/** The third segment of the handshake. False where it is as if it had not come, for want of room. */
function confirmed(connection: TcpConnection, segment: TcpSegment): boolean {
  if (!connection.owner.established(connection)) return false;
  connection.sender.open(segment);
  connection.moveTo('ESTABLISHED');
  return true;
}

/** Where a FIN of ours has arrived, or windows have opened. */
function afterAcknowledgement(connection: TcpConnection): void {
  const { sender, state } = connection;
  if (!sender.finished) {
    sender.push();
    connection.changed.wake();
  } else if (state === 'FIN_WAIT1') {
    sender.stop();
    connection.moveTo('FIN_WAIT2');
    if (connection.orphaned) connection.awaitFin();
  } else if (state === 'CLOSING') connection.rest();
  else if (state === 'LAST_ACK') connection.destroy();
}

/** The data and the FIN. True where nobody is left to read it. */
function take(connection: TcpConnection, segment: TcpSegment): boolean {
  const { receiver } = connection;
  const fin = (segment.flags & TCP_FLAG.fin) !== 0;
  if (segment.payload.length === 0 && !fin) return false;
  if (!isReceiving(connection.state)) return false;
  if (connection.orphaned && brings(segment, receiver.next)) {
    connection.destroy();
    return true;
  }
  if (receiver.receive(segment)) endOfInput(connection);
  receiver.settle();
  connection.changed.wake();
  return false;
}

const brings = ({ sequence, payload }: TcpSegment, next: Sequence): boolean =>
  payload.length > 0 && distance(next, advance(sequence, payload.length)) > 0;

/** tcp_fin(). */
function endOfInput(connection: TcpConnection): void {
  switch (connection.state) {
    case 'ESTABLISHED':
      connection.moveTo('CLOSE_WAIT');
      connection.receiver.expectAnswer();
      return;
    case 'FIN_WAIT1':
      connection.acknowledge();
      connection.moveTo('CLOSING');
      return;
    case 'FIN_WAIT2':
      connection.acknowledge();
      connection.rest();
  }
}

/** Does a SYN for a connection that rests open another one (tcp_timewait_state_process)? */
export const reopens = (connection: TcpConnection, { flags, sequence }: TcpSegment): boolean =>
  connection.state === 'TIME_WAIT' &&
  (flags & (TCP_FLAG.syn | TCP_FLAG.rst | TCP_FLAG.ack)) === TCP_FLAG.syn &&
  isBefore(connection.receiver.next, sequence);
