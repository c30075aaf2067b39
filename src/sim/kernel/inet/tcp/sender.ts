import { type Micros, SECOND, type Timer } from '../../clock.ts';
import { TCP_FLAG, type TcpSegment } from '../../wire/tcp.ts';
import type { Path } from './path.ts';
import { RetransmissionTimeout } from './retransmission-timeout.ts';
import { SendBuffer } from './send-buffer.ts';
import { advance, distance, isBefore, type Sequence } from './sequence.ts';

/** TCP_INIT_CWND, in segments. */
const INITIAL_WINDOW = 10;
const DUPLICATES = 3;
/** How long unanswered data is sent again: 15 times, the last waits of 120 s each (tcp_retries2). */
export const GIVE_UP: Micros = 924.6 * SECOND;

type Transmit = (flags: number, sequence: Sequence, payload?: Uint8Array) => void;

/** One end's sending half: what is on its way, how much more may be, and when to send it again (RFC 5681, RFC 6298). */
export class Sender {
  readonly buffer = new SendBuffer();
  readonly timeout = new RetransmissionTimeout();
  readonly #path: Path;
  readonly #transmit: Transmit;
  readonly #expired: () => void;
  readonly initial: Sequence;
  /** The oldest byte that is not acknowledged, the next to send, and the one behind all that were ever sent. */
  unacknowledged: Sequence;
  #next: Sequence;
  #highest: Sequence;
  /** Where the buffer begins. */
  #head: Sequence;
  /** Bits to shift the peer's window by, and that window in bytes. */
  scale = 0;
  #window = 0;
  #windowFrom: readonly [sequence: Sequence, acknowledgement: Sequence] = [0, 0];
  #congestion = INITIAL_WINDOW;
  #threshold = Number.POSITIVE_INFINITY;
  #duplicates = 0;
  /** Up to where data was out when a loss was noticed. */
  #recovery: Sequence | undefined;
  #timed: { readonly sequence: Sequence; readonly at: Micros } | undefined;
  #timer: Timer | undefined;
  #unansweredSince: Micros | undefined;
  /** Nothing follows what is in the buffer but a FIN. */
  #finishing = false;
  /** Where the last segment ended that was not full. */
  #small: Sequence;
  /** TCP_NODELAY. */
  noDelay = false;

  /** @param expired what to do when an acknowledgement has not come in time */
  constructor(path: Path, initial: Sequence, transmit: Transmit, expired: () => void) {
    this.#path = path;
    this.#transmit = transmit;
    this.#expired = expired;
    this.initial = initial;
    this.unacknowledged = this.#small = initial;
    this.#next = this.#highest = this.#head = advance(initial, 1);
  }

  get next(): Sequence {
    return this.#next;
  }

  get #now(): Micros {
    return this.#path.host.environment.clock.now;
  }

  get #inFlight(): number {
    return distance(this.unacknowledged, this.#next);
  }

  get #end(): Sequence {
    return advance(this.#head, this.buffer.length);
  }

  /** Bytes that were written and never sent. */
  get unsent(): number {
    return Math.max(0, distance(this.#highest, this.#end));
  }

  get finishing(): boolean {
    return this.#finishing;
  }

  /** Has all arrived, the FIN too? */
  get finished(): boolean {
    return this.#finishing && this.unacknowledged === advance(this.#end, 1);
  }

  /** How long the peer has not answered what was sent to it again. */
  get silence(): Micros {
    return this.#unansweredSince === undefined ? 0 : this.#now - this.#unansweredSince;
  }

  write(data: Uint8Array): void {
    this.buffer.append(data);
    this.push();
  }

  finish(): void {
    this.#finishing = true;
    this.push();
  }

  /** Sends what windows and Nagle's algorithm let go (tcp_write_xmit). */
  push(): void {
    while (this.#sendOne());
    this.#watch();
  }

  #sendOne(): boolean {
    const waiting = distance(this.#next, this.#end);
    if (waiting <= 0) return this.#sendFin(waiting);
    const { mss } = this.#path;
    const room = Math.min(this.#window, this.#congestion * mss) - this.#inFlight;
    const size = Math.min(waiting, mss, room);
    if (size <= 0 || (size < mss && !this.#maySendSmall(size === waiting))) return false;
    this.#send(size);
    return true;
  }

  /** Nagle's algorithm as Minshall has it (tcp_nagle_check): only one segment at a time that is not full; and no silly windows. */
  #maySendSmall(last: boolean): boolean {
    const smallOut = isBefore(this.unacknowledged, this.#small);
    return this.#inFlight === 0 || (last && (this.noDelay || this.#finishing || !smallOut));
  }

  #sendFin(waiting: number): boolean {
    if (!this.#finishing || waiting < 0) return false;
    this.#send(0);
    return true;
  }

  #send(size: number): void {
    const sequence = this.#next;
    const last = size === distance(sequence, this.#end);
    const fin = last && this.#finishing;
    const payload = this.buffer.slice(distance(this.#head, sequence), size);
    this.#next = advance(sequence, size + (fin ? 1 : 0));
    if (isBefore(this.#highest, this.#next)) {
      this.#highest = this.#next;
      this.#timed ??= { sequence: this.#next, at: this.#now };
    }
    if (size > 0 && size < this.#path.mss) this.#small = this.#next;
    const push = last && size > 0 ? TCP_FLAG.psh : 0;
    this.#transmit(TCP_FLAG.ack | push | (fin ? TCP_FLAG.fin : 0), sequence, payload);
  }

  /** Keeps the retransmission timer running while anything is out, or a closed window is to be probed. */
  #watch(): void {
    const waits = this.unacknowledged !== this.#highest || distance(this.#next, this.#end) > 0;
    if (waits) this.#timer ??= this.#path.host.environment.clock.after(this.timeout.value, () => this.#expire());
    else this.stop();
  }

  #expire(): void {
    this.#timer = undefined;
    this.#unansweredSince ??= this.#now - this.timeout.value;
    this.timeout.backoff++;
    this.#expired();
  }

  /** The SYN has gone out, or again. */
  awaitAnswer(): void {
    this.#timed = this.timeout.backoff === 0 ? { sequence: this.#next, at: this.#now } : undefined;
    this.#watch();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** The timer ran out: back to the first byte that is missing, one segment at a time; or a probe of a closed window. */
  resend(): void {
    this.#timed = undefined;
    if (this.unacknowledged === this.#highest) this.#transmit(TCP_FLAG.ack, advance(this.unacknowledged, -1));
    else {
      this.#shrink();
      this.#congestion = 1;
      this.#recovery = undefined;
      this.#resendFirst();
    }
    this.#watch();
  }

  #resendFirst(): void {
    this.#next = this.unacknowledged;
    this.#send(Math.min(this.#path.mss, Math.max(0, distance(this.#next, this.#end))));
  }

  /** RFC 5681 §3.1, equation 4. */
  #shrink(): void {
    const flight = distance(this.unacknowledged, this.#highest) / this.#path.mss;
    this.#threshold = Math.max(Math.ceil(flight / 2), 2);
  }

  /** What a segment says of what it has got. False where it speaks of what was never sent. */
  acknowledged(segment: TcpSegment): boolean {
    const { acknowledgement: to } = segment;
    if (isBefore(this.#highest, to)) return false;
    if (isBefore(to, this.unacknowledged)) return true;
    const opened = this.#updateWindow(segment);
    if (to !== this.unacknowledged) this.#advance(to);
    else if (!opened && segment.payload.length === 0 && !(segment.flags & TCP_FLAG.fin)) this.#duplicate();
    return true;
  }

  /** True where the window is another one now. */
  #updateWindow({ sequence, acknowledgement, window, flags }: TcpSegment): boolean {
    const [from, at] = this.#windowFrom;
    if (isBefore(sequence, from) || (sequence === from && isBefore(acknowledgement, at))) return false;
    this.#windowFrom = [sequence, acknowledgement];
    const bytes = window * 2 ** (flags & TCP_FLAG.syn ? 0 : this.scale);
    if (bytes === this.#window) return false;
    if (this.#window === 0) this.#answered();
    this.#window = bytes;
    return true;
  }

  /** The window that the peer's SYN offers. */
  open(segment: TcpSegment): void {
    this.#windowFrom = [segment.sequence, segment.acknowledgement];
    this.#updateWindow(segment);
  }

  #answered(): void {
    this.timeout.backoff = 0;
    this.#unansweredSince = undefined;
    this.stop();
  }

  #advance(to: Sequence): void {
    const segments = distance(this.unacknowledged, to) / this.#path.mss;
    this.unacknowledged = to;
    if (isBefore(this.#next, to)) this.#next = to;
    const arrived = Math.min(Math.max(0, distance(this.#head, to)), this.buffer.length);
    this.buffer.drop(arrived);
    this.#head = advance(this.#head, arrived);
    this.#duplicates = 0;
    this.#answered();
    this.#measure(to);
    this.#grow(segments, to);
  }

  #measure(to: Sequence): void {
    if (!this.#timed || isBefore(to, this.#timed.sequence)) return;
    this.timeout.sample(this.#now - this.#timed.at);
    this.#timed = undefined;
  }

  /** Slow start and congestion avoidance; in fast recovery each partial acknowledgement shows the next loss (RFC 6582). */
  #grow(segments: number, to: Sequence): void {
    if (this.#recovery === undefined) {
      const slow = this.#congestion < this.#threshold;
      this.#congestion += slow ? Math.ceil(segments) : segments / this.#congestion;
    } else if (isBefore(to, this.#recovery)) this.#resendHole();
    else this.#recovery = undefined;
  }

  #duplicate(): void {
    // The answer to a probe: the peer is there, even if its window stays closed.
    if (this.unacknowledged === this.#highest) this.#unansweredSince = undefined;
    else if (++this.#duplicates === DUPLICATES && this.#recovery === undefined) this.#recover();
  }

  /** Fast retransmit and fast recovery (RFC 5681 §3.2). */
  #recover(): void {
    this.#shrink();
    this.#congestion = this.#threshold;
    this.#recovery = this.#highest;
    this.#timed = undefined;
    this.#resendHole();
  }

  /** Sends the first missing segment again, and goes on where it was. */
  #resendHole(): void {
    const next = this.#next;
    this.#resendFirst();
    if (isBefore(this.#next, next)) this.#next = next;
  }
}
