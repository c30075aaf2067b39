import { MILLISECOND, type Micros, type Timer } from '../../clock.ts';
import { TCP_FLAG, type TcpSegment } from '../../wire/tcp.ts';
import type { Path } from './path.ts';
import { ReceiveQueue } from './receive-queue.ts';
import { advance, distance, isBefore, type Sequence } from './sequence.ts';

/** Half of net.ipv4.tcp_rmem[1]: the rest is overhead (tcp_adv_win_scale). */
const SPACE = 65_536;
/** What tcp_rmem[2] = 32 MiB asks for. */
export const WINDOW_SCALE = 10;
const LARGEST_FIELD = 0xffff;
/** TCP_DELACK_MIN. */
const DELAY: Micros = 40 * MILLISECOND;
/** TCP_MAX_QUICKACKS: so many acknowledgements go out at once at the start of a connection. */
const QUICK = 16;

/** One end's receiving half: the window that it offers, and when it acknowledges (RFC 9293 §3.8.6, RFC 5681 §4.2). */
export class Receiver {
  readonly queue: ReceiveQueue;
  readonly #path: Path;
  readonly #acknowledge: () => void;
  /** Bits that the window is shifted by; 0 where the peer cannot. */
  scale = 0;
  #capacity = 0;
  /** The first byte that must not be sent yet. */
  #edge: Sequence;
  #acknowledged: Sequence;
  #quick = QUICK;
  /** An answer is on its way after each question, and can take the acknowledgement along. */
  #interactive = false;
  #lastData: Micros = Number.NEGATIVE_INFINITY;
  #delayed: Timer | undefined;
  /** What came last was ahead of its turn, late or filled a gap. */
  #disordered = false;
  /** Where the peer's FIN stands. */
  #fin: Sequence | undefined;
  #finTaken = false;

  /** @param acknowledge sends a bare ACK */
  constructor(path: Path, next: Sequence, acknowledge: () => void) {
    this.#path = path;
    this.queue = new ReceiveQueue(next);
    this.#edge = next;
    this.#acknowledged = next;
    this.#acknowledge = acknowledge;
  }

  get next(): Sequence {
    return this.queue.next;
  }

  /** The peer has sent all that it had to send, and all of it is here. */
  get ended(): boolean {
    return this.#finTaken;
  }

  /** The window field of a SYN, never scaled: whole segments (tcp_select_initial_window). */
  initialWindow(mss: number): number {
    const window = mss < SPACE ? Math.floor(SPACE / mss) * mss : SPACE;
    this.#capacity = Math.min(window, LARGEST_FIELD);
    this.#edge = advance(this.next, this.#capacity);
    return this.#capacity;
  }

  /** The peer's answer has moved where we begin to count. */
  start(next: Sequence): void {
    this.queue.next = next;
    this.#acknowledged = next;
    this.#edge = advance(next, this.#capacity);
  }

  /** How much the peer may still send. */
  get #open(): number {
    return Math.max(0, distance(this.next, this.#edge));
  }

  /** __tcp_select_window(): what is free, nothing where that is too little to be worth while; never less than was promised. */
  #selected(): number {
    const free = this.#capacity - this.queue.size;
    const silly = free < Math.min(this.#path.mss, this.#capacity >> 1);
    return Math.max(silly ? 0 : free, this.#open);
  }

  /** The window field of the segment that goes out now, which acknowledges all that has come. */
  window(): number {
    this.#delayed?.cancel();
    this.#delayed = undefined;
    if (this.#quick > 0) this.#quick--;
    this.#acknowledged = this.next;
    const field = Math.min(Math.ceil(this.#selected() / 2 ** this.scale), LARGEST_FIELD);
    this.#edge = advance(this.next, field * 2 ** this.scale);
    return field;
  }

  /** tcp_sequence(): does any of the segment lie in the window? */
  accepts({ sequence, payload, flags }: TcpSegment): boolean {
    const length = payload.length + (flags & TCP_FLAG.fin ? 1 : 0);
    return !isBefore(advance(sequence, length), this.#acknowledged) && !isBefore(this.#edge, sequence);
  }

  /** Takes in a segment's data and FIN. True where the FIN's turn has come. */
  receive({ sequence, payload, flags }: TcpSegment): boolean {
    const before = this.next;
    const hadGap = this.queue.hasGap;
    this.queue.add(sequence, payload, this.#edge);
    if (flags & TCP_FLAG.fin) this.#fin ??= advance(sequence, payload.length);
    const ended = this.#takeFin();
    this.#lastData = this.#path.host.environment.clock.now;
    this.#disordered = hadGap || this.queue.hasGap || this.next === before;
    return ended;
  }

  #takeFin(): boolean {
    if (this.#finTaken || this.#fin !== this.next) return false;
    this.queue.next = advance(this.next, 1);
    this.#finTaken = true;
    return true;
  }

  /** __tcp_ack_snd_check(): what came is acknowledged at once or soon, unless that is done. */
  settle(): void {
    const due = distance(this.#acknowledged, this.next);
    if (this.#disordered || due > this.#path.mss || (due > 0 && this.#quick > 0 && !this.#interactive))
      this.#acknowledge();
    else if (due > 0) this.#delayed ??= this.#path.host.environment.clock.after(DELAY, () => this.#overdue());
  }

  #overdue(): void {
    this.#interactive = false;
    this.#acknowledge();
  }

  /** Data goes out: soon after data came in, that is a conversation. */
  answered(): void {
    if (this.#path.host.environment.clock.now - this.#lastData < DELAY) this.#interactive = true;
  }

  /** What the program does next will take the acknowledgement along (inet_csk_enter_pingpong_mode). */
  expectAnswer(): void {
    this.#interactive = true;
  }

  /** At most `count` bytes. The peer hears of it when there is much more room than it knows (tcp_cleanup_rbuf). */
  take(count: number): Uint8Array {
    const taken = this.queue.take(count);
    const known = this.#open;
    const drained = this.#delayed !== undefined && this.queue.size === 0 && !this.#interactive;
    if (!this.ended && (drained || (2 * known <= this.#capacity && this.#selected() >= 2 * Math.max(1, known))))
      this.#acknowledge();
    return taken;
  }

  stop(): void {
    this.#delayed?.cancel();
    this.#delayed = undefined;
  }
}
