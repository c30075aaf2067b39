/**
 * The least that an echo costs in bytes: frames in buffers that are used again, a bridge that knows who is behind which
 * port, both checksums verified at each end. Neither timers, traces, sockets nor rules: a peer, not a network.
 */
import { macAt } from '../../src/sim/kernel/link/mac-address.ts';
import { milliseconds } from './measure.ts';

const ECHOES = 300_000;
const RUNS = 5;
const LENGTH = 14 + 20 + 8 + 56;
const IP = 14;
const ICMP = 34;

function checksum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i += 2) sum += ((bytes[i] as number) << 8) | (bytes[i + 1] as number);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function put(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word >> 8;
  bytes[at + 1] = word;
}

function write(frame: Uint8Array, to: number, from: number, type: number): void {
  frame.set([2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 8, 0, 0x45]);
  put(frame, IP + 2, LENGTH - IP);
  frame.set([64, 1, 0, 0, 10, 0, 0, from, 10, 0, 0, to, type], IP + 8);
  put(frame, IP + 10, 0);
  put(frame, IP + 10, checksum(frame, IP, ICMP));
  put(frame, ICMP + 2, 0);
  put(frame, ICMP + 2, checksum(frame, ICMP, LENGTH));
}

/** One echo; false where it is not right. */
function echo(frames: readonly [Uint8Array, Uint8Array], table: ReadonlyMap<number, number>): boolean {
  const [request, reply] = frames;
  write(request, 2, 1, 8);
  if (table.get(macAt(request, 0)) !== 2) return false;
  if (checksum(request, IP, ICMP) !== 0 || checksum(request, ICMP, LENGTH) !== 0) return false;
  write(reply, 1, 2, 0);
  if (table.get(macAt(reply, 0)) !== 1) return false;
  return checksum(reply, IP, ICMP) === 0 && checksum(reply, ICMP, LENGTH) === 0;
}

/** Echoes a second. */
export function floorEchoes(): number {
  const frames = [new Uint8Array(LENGTH), new Uint8Array(LENGTH)] as const;
  const table = new Map([1, 2].map((port) => [2 * 2 ** 40 + port, port]));
  const run = () =>
    milliseconds(() => {
      for (let i = 0; i < ECHOES; i++) if (!echo(frames, table)) throw new Error('no echo');
    });
  return (ECHOES * 1_000) / Math.min(...Array.from({ length: RUNS }, run));
}
