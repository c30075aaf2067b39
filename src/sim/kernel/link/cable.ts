import type { Micros } from '../clock.ts';
import type { NetEnvironment } from './environment.ts';

/** One direction of a link: what is sent arrives later, in the order it was sent. */
export class Cable {
  readonly #environment: NetEnvironment;
  readonly #least: Micros;
  readonly #most: Micros;
  #last: Micros = 0;

  /** @param least the shortest and `most` the longest a frame takes; two crossings each way make the 0.05–0.15 ms of a real ping */
  constructor(environment: NetEnvironment, least: Micros = 12, most: Micros = 32) {
    this.#environment = environment;
    this.#least = least;
    this.#most = most;
  }

  /** Calls `arrive` from a timer, never at once: a hop must not run inside the one before it. */
  carry(arrive: () => void): void {
    const { clock, random } = this.#environment;
    const at = Math.max(this.#last, clock.now + random.integer(this.#least, this.#most));
    this.#last = at;
    clock.at(at, arrive);
  }
}
