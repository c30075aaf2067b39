import { MILLISECOND, type Micros, SECOND } from '../../clock.ts';

/** TCP_TIMEOUT_INIT, TCP_RTO_MIN and TCP_RTO_MAX (include/net/tcp.h). */
const INITIAL: Micros = SECOND;
const LEAST: Micros = 200 * MILLISECOND;
const MOST: Micros = 120 * SECOND;

/** How long to wait for an acknowledgement: RFC 6298, with Linux's floor under the variance (tcp_rtt_estimator). */
export class RetransmissionTimeout {
  #smoothed: Micros | undefined;
  #variance: Micros = 0;
  /** How many times in a row it has run out. */
  backoff = 0;
  /** How often it may do so before the wait begins to double (net.ipv4.tcp_syn_linear_timeouts). */
  linear = 0;

  /** One round trip took so long. */
  sample(roundTrip: Micros): void {
    if (this.#smoothed === undefined) {
      this.#smoothed = roundTrip;
      this.#variance = roundTrip / 2;
    } else {
      this.#variance += (Math.abs(this.#smoothed - roundTrip) - this.#variance) / 4;
      this.#smoothed += (roundTrip - this.#smoothed) / 8;
    }
  }

  get value(): Micros {
    const base = this.#smoothed === undefined ? INITIAL : this.#smoothed + Math.max(LEAST, 4 * this.#variance);
    return Math.min(Math.round(base) * 2 ** Math.max(0, this.backoff - this.linear), MOST);
  }
}
