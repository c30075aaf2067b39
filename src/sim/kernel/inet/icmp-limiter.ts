import { type Micros, SECOND } from '../clock.ts';
import type { IpAddress } from '../wire/ip-address.ts';

/** XRLIM_BURST_FACTOR of net/ipv4/inetpeer.c. */
const BURST = 6;

/** How many ICMP errors one peer may be sent: six at once, then one each `interval` (icmp_ratelimit, RFC 1812 §4.3.2.8). */
export class IcmpLimiter {
  #peers: Map<IpAddress, { tokens: Micros; last: Micros }> | undefined;
  readonly #interval: Micros;

  constructor(interval: Micros = SECOND) {
    this.#interval = interval;
  }

  allow(peer: IpAddress, now: Micros): boolean {
    this.#peers ??= new Map();
    const state = this.#peers.get(peer) ?? { tokens: BURST * this.#interval, last: now };
    this.#peers.set(peer, state);
    state.tokens = Math.min(state.tokens + now - state.last, BURST * this.#interval);
    state.last = now;
    if (state.tokens < this.#interval) return false;
    state.tokens -= this.#interval;
    return true;
  }
}
