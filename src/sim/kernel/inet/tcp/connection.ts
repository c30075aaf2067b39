import { MILLISECOND, type Micros, SECOND, type Timer } from '../../clock.ts';
import type { ErrnoCode } from '../../errno.ts';
import { WaitQueue } from '../../task.ts';
import { TCP_FLAG, type TcpSegment } from '../../wire/tcp.ts';
import type { TcpOptions } from '../../wire/tcp-options.ts';
import type { Path } from './path.ts';
import { Receiver, WINDOW_SCALE } from './receiver.ts';
import { GIVE_UP, Sender } from './sender.ts';
import { advance, type Sequence } from './sequence.ts';
import { isSending, type TcpState } from './state.ts';

/** net.ipv4.tcp_syn_linear_timeouts, beyond which tcp_syn_retries count; tcp_synack_retries. */
const SYN_LINEAR = 4;
const SYN_ACK_RETRIES = 5;
/** tcp_orphan_retries: how long what was closed is still sent again. */
const ORPHAN_GIVE_UP: Micros = 102_200 * MILLISECOND;
/** TCP_TIMEWAIT_LEN and net.ipv4.tcp_fin_timeout. */
const TIME_WAIT: Micros = 60 * SECOND;
const FIN_TIMEOUT: Micros = 60 * SECOND;
/** net.ipv4.tcp_invalid_ratelimit. */
const INVALID_RATE_LIMIT: Micros = 500 * MILLISECOND;

/** Who keeps a connection: the table of its namespace. */
export interface ConnectionOwner {
  /** The handshake of a connection that came in is over; false where there is no room for one more. */
  established(connection: TcpConnection): boolean;
  /** It is no more. */
  closed(connection: TcpConnection): void;
}

/** One end of a TCP connection (struct tcp_sock): its state, its two halves and what they have in common. */
export class TcpConnection {
  readonly path: Path;
  readonly sender: Sender;
  readonly receiver: Receiver;
  /** Woken whenever it can be read or written, or its state is another one. */
  readonly changed = new WaitQueue();
  readonly owner: ConnectionOwner;
  state: TcpState = 'CLOSE';
  /** To be reported by the next call (sk_err). */
  error: ErrnoCode | undefined;
  /** What ICMP said of a connection that may come through yet (sk_err_soft). */
  softError: ErrnoCode | undefined;
  /** The socket's inode; 0 once it has none. */
  inode = 0;
  /** No socket is left to it. */
  orphaned = false;
  #scales = true;
  /** When something that was of no use was last answered (last_oow_ack_time). */
  #challenged: Micros = Number.NEGATIVE_INFINITY;
  #rest: Timer | undefined;
  #restUntil: Micros = 0;

  constructor(path: Path, owner: ConnectionOwner) {
    this.path = path;
    this.owner = owner;
    this.receiver = new Receiver(path, 0, () => this.acknowledge());
    const { random } = path.host.environment;
    const transmit = (flags: number, sequence: Sequence, payload?: Uint8Array) =>
      this.#transmit(flags, sequence, payload);
    this.sender = new Sender(path, random.uint32(), transmit, () => this.#expired());
  }

  moveTo(state: TcpState): void {
    this.state = state;
    this.changed.wake();
  }

  #transmit(flags: number, sequence: Sequence, payload?: Uint8Array): void {
    if (payload?.length) this.receiver.answered();
    const window = this.receiver.window();
    this.path.send({ flags, sequence, acknowledgement: this.receiver.next, window, ...(payload && { payload }) });
  }

  /** A bare ACK. */
  acknowledge(): void {
    this.#transmit(TCP_FLAG.ack, this.sender.next);
  }

  /**
   * Answers something that is of no use by a bare ACK, but not again so soon: two ends that have lost each other's count would
   * answer one another for ever (tcp_send_challenge_ack, tcp_oow_rate_limited).
   */
  challenge(): void {
    const { now } = this.path.host.environment.clock;
    if (now - this.#challenged < INVALID_RATE_LIMIT) return;
    this.#challenged = now;
    this.acknowledge();
  }

  /** Opens it actively: sends a SYN. */
  connect(): void {
    this.moveTo('SYN_SENT');
    this.sender.timeout.linear = SYN_LINEAR;
    this.sendSyn();
  }

  /** Answers a SYN. */
  answer(syn: TcpSegment): void {
    this.learn(syn);
    this.moveTo('SYN_RECV');
    this.sendSyn();
  }

  /** Sends the SYN, or the SYN that answers one. */
  sendSyn(): void {
    const { path, sender, receiver } = this;
    const answers = this.state === 'SYN_RECV';
    const mss = path.advertisedMss;
    const window = receiver.initialWindow(answers ? path.mss : mss);
    const options: TcpOptions = { mss, sackPermitted: true, ...(this.#scales && { windowScale: WINDOW_SCALE }) };
    const flags = TCP_FLAG.syn | (answers ? TCP_FLAG.ack : 0);
    const acknowledgement = answers ? receiver.next : 0;
    path.send({ flags, sequence: sender.initial, acknowledgement, window, options });
    sender.awaitAnswer();
  }

  /** Takes on what the peer's SYN says. */
  learn(syn: TcpSegment): void {
    this.sender.timeout.linear = 0;
    const { options } = syn;
    this.path.agree(options);
    this.path.recent = options.timestamps?.value ?? 0;
    this.#scales = options.windowScale !== undefined;
    this.sender.scale = Math.min(options.windowScale ?? 0, 14);
    this.receiver.scale = this.#scales ? WINDOW_SCALE : 0;
    this.receiver.start(advance(syn.sequence, 1));
    this.sender.open(syn);
  }

  #expired(): void {
    if (this.#hopeless()) this.fail(this.softError ?? 'ETIMEDOUT');
    else if (this.state === 'SYN_SENT' || this.state === 'SYN_RECV') this.sendSyn();
    else this.sender.resend();
  }

  #hopeless(): boolean {
    const { backoff } = this.sender.timeout;
    if (this.state === 'SYN_SENT') return backoff > SYN_LINEAR + this.path.host.sysctls.get('tcp_syn_retries');
    if (this.state === 'SYN_RECV') return backoff > SYN_ACK_RETRIES;
    return this.sender.silence >= (this.orphaned ? ORPHAN_GIVE_UP : GIVE_UP);
  }

  /** Ends it at once, without a word to the peer. */
  fail(error?: ErrnoCode): void {
    this.error ??= error;
    this.destroy();
  }

  destroy(): void {
    if (this.state === 'CLOSE') return;
    this.sender.stop();
    this.receiver.stop();
    this.#rest?.cancel();
    this.moveTo('CLOSE');
    this.owner.closed(this);
  }

  /** Says that nothing more will be sent (shutdown, close). */
  finish(): void {
    if (this.sender.finishing) return;
    if (this.state === 'ESTABLISHED' || this.state === 'SYN_RECV') this.moveTo('FIN_WAIT1');
    else if (this.state === 'CLOSE_WAIT') this.moveTo('LAST_ACK');
    else return;
    this.sender.finish();
  }

  /** Breaks it: the peer gets a RST. */
  abort(): void {
    if (isSending(this.state) || this.state === 'SYN_RECV' || this.state === 'FIN_WAIT2')
      this.#transmit(TCP_FLAG.rst | TCP_FLAG.ack, this.sender.next);
    this.destroy();
  }

  /** Its socket is closed. What was sent and not read means that the peer must hear of it (RFC 2525 §2.17). */
  leave(): void {
    this.orphaned = true;
    this.inode = 0;
    if (this.state === 'SYN_SENT') this.destroy();
    else if (this.receiver.queue.size > 0 && this.state !== 'TIME_WAIT') this.abort();
    else if (this.state === 'FIN_WAIT2') this.awaitFin();
    else this.finish();
    this.receiver.queue.clear();
  }

  /** The peer may take so long with its FIN once nobody would read what it sends. */
  awaitFin(): void {
    this.#rest ??= this.path.host.environment.clock.after(FIN_TIMEOUT, () => this.destroy());
  }

  /** RFC 9293 §3.6.1: late segments of this connection must not fall into another one. */
  rest(): void {
    const { clock } = this.path.host.environment;
    this.#rest?.cancel();
    this.sender.stop();
    this.#restUntil = clock.now + TIME_WAIT;
    this.#rest = clock.at(this.#restUntil, () => this.destroy());
    if (this.state !== 'TIME_WAIT') this.moveTo('TIME_WAIT');
  }

  /** How much of TIME_WAIT is left. */
  get restLeft(): Micros {
    return this.#restUntil - this.path.host.environment.clock.now;
  }
}
