import type { World } from '../../src/sim/world.ts';

/** How long the world may be left alone at most (ms). */
const LONGEST_REST = 500;

/** Lets a world's time pass as the real one does. What fails in the world is told to `failed`; time goes on. */
export class RealTime {
  readonly #world: World;
  readonly #failed: (error: unknown) => void;
  readonly #began: number;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(world: World, failed: (error: unknown) => void) {
    this.#world = world;
    this.#failed = failed;
    this.#began = performance.now() - world.now / 1_000;
    this.stir();
  }

  /** Brings the world to where the real time is, with all that was done to it since. */
  stir(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    try {
      this.#world.runUntil(this.#elapsed());
    } catch (error) {
      this.#failed(error);
    }
    const rest = ((this.#world.next ?? Number.POSITIVE_INFINITY) - this.#elapsed()) / 1_000;
    this.#timer = setTimeout(() => this.stir(), Math.min(Math.max(rest, 1), LONGEST_REST));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** µs of the world's time. */
  #elapsed(): number {
    return Math.max(this.#world.now, Math.round((performance.now() - this.#began) * 1_000));
  }
}
