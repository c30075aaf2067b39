import type { Micros } from '../../clock.ts';
import type { Remembered } from '../remembered.ts';
import type { TcpState } from './tcp-state.ts';
import type { Tracked } from './tracked.ts';
import type { Tuple } from './tuple.ts';

export type Direction = 'original' | 'reply';

/** The two ends of a connection that NAT may move (enum nf_nat_manip_type). */
export type Side = 'source' | 'destination';

/** A connection that passes, or wants to (struct nf_conn). */
export class Connection {
  readonly original: Tuple;
  /** Its number in its table; 0 before it is in one. */
  id = 0;
  /** As CONNMARK has set it. */
  mark = 0;
  /** What the answers look like where they come in: not the original's inverse where NAT has a hand in it. */
  reply: Tuple;
  /** Its first packet has passed all hooks: it is in the table. */
  confirmed = false;
  seenReply = false;
  assured = false;
  /** How long it lives unseen; once confirmed it ends at `expires`. */
  timeout: Micros = 0;
  expires: Micros = 0;
  /** From when on a UDP exchange is a stream. */
  streamFrom: Micros | undefined;
  tcp: TcpState | undefined;
  /** Has NAT decided about this end (nf_nat_initialized)? */
  readonly bound: Record<Side, boolean> = { source: false, destination: false };
  /** Is this end another one than the sender said? */
  readonly translated: Record<Side, boolean> = { source: false, destination: false };

  /** What netfilter has found out of packets in each direction. */
  remembered: (Remembered | undefined)[] | undefined;
  #established: Tracked | undefined;
  #establishedReply: Tracked | undefined;

  constructor(original: Tuple, reply: Tuple) {
    this.original = original;
    this.reply = reply;
  }

  /** Its next packet may be as long in coming as `timeout`, from `now` on. */
  refresh(now: Micros, timeout: Micros): void {
    this.timeout = timeout;
    this.expires = now + timeout;
  }

  /** What is attached to its packets in that direction, once both sides have been heard. */
  established(direction: Direction): Tracked {
    if (direction === 'original') {
      this.#established ??= { connection: this, direction, state: 'ESTABLISHED' };
      return this.#established;
    }
    this.#establishedReply ??= { connection: this, direction, state: 'ESTABLISHED' };
    return this.#establishedReply;
  }

  tuple(direction: Direction): Tuple {
    return direction === 'original' ? this.original : this.reply;
  }
}

export const opposite = (side: Side): Side => (side === 'source' ? 'destination' : 'source');

export const otherWay = (direction: Direction): Direction => (direction === 'original' ? 'reply' : 'original');
