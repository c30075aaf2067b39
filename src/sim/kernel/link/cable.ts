import type { Clock, Micros } from '../clock.ts';
import type { Lane } from '../lane.ts';
import type { Random } from '../random.ts';
import type { NetEnvironment } from './environment.ts';

/** One direction of a link: what is sent arrives later, in the order it was sent. */
export class Cable<T> {
  readonly #random: Random;
  /** There once something is sent. */
  #lane: Lane<T> | undefined;
  readonly #arrive: (sent: T) => void;
  readonly #clock: Clock;
  readonly #least: Micros;
  readonly #most: Micros;

  /** @param least the shortest and `most` the longest a frame takes; two crossings each way make the 0.05–0.15 ms of a real ping */
  constructor(environment: NetEnvironment, arrive: (sent: T) => void, least: Micros = 12, most: Micros = 32) {
    this.#random = environment.random;
    this.#clock = environment.clock;
    this.#arrive = arrive;
    this.#least = least;
    this.#most = most;
  }

  /** Lets it arrive from a timer, never at once: a hop must not run inside the one before it. */
  carry(sent: T): void {
    this.#lane ??= this.#clock.lane(this.#arrive);
    this.#lane.add(this.#clock.now + this.#random.integer(this.#least, this.#most), sent);
  }
}
