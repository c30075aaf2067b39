import { type Micros, SECOND } from '../clock.ts';

/** XRLIM_BURST_FACTOR of net/ipv4/inetpeer.c. */
const BURST = 6;
const REFILL: Micros = SECOND;

/** How many ICMP errors one peer may be sent: six at once, then one a second (icmp_ratelimit, RFC 1812 §4.3.2.8). */
export class IcmpLimiter {
  readonly #peers = new Map<number, { tokens: Micros; last: Micros }>();

  allow(peer: number, now: Micros): boolean {
    const state = this.#peers.get(peer) ?? { tokens: BURST * REFILL, last: now };
    this.#peers.set(peer, state);
    state.tokens = Math.min(state.tokens + now - state.last, BURST * REFILL);
    state.last = now;
    if (state.tokens < REFILL) return false;
    state.tokens -= REFILL;
    return true;
  }
}
