import { TCP_FLAG, type TcpSegment } from '../../wire/tcp.ts';

/** What a closed port answers (RFC 9293 §3.10.7.1); nothing to another reset. */
export function resetFor({
  flags,
  sequence,
  acknowledgement,
  payload,
  ...segment
}: TcpSegment): TcpSegment | undefined {
  if (flags & TCP_FLAG.rst) return undefined;
  const acknowledges = (flags & TCP_FLAG.ack) !== 0;
  const length = payload.length + (flags & TCP_FLAG.syn ? 1 : 0) + (flags & TCP_FLAG.fin ? 1 : 0);
  return {
    sourcePort: segment.destinationPort,
    destinationPort: segment.sourcePort,
    sequence: acknowledges ? acknowledgement : 0,
    acknowledgement: acknowledges ? 0 : (sequence + length) >>> 0,
    flags: acknowledges ? TCP_FLAG.rst : TCP_FLAG.rst | TCP_FLAG.ack,
    window: 0,
    urgentPointer: 0,
    options: {},
    payload: new Uint8Array(),
  };
}
