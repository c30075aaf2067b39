import type { LabEvent } from './protocol.ts';
import type { Session } from './session.ts';

/** Between two looks (ms): a picture that changes more often cannot be followed. */
const PERIOD = 60;
/** How long the world may stand unseen while nothing is looked for (ms). */
const IDLE = 500;

/** Tells the page what the world looks like, whenever that has changed. */
export class TopologyWatch {
  readonly #session: Session;
  readonly #page: { postMessage(event: LabEvent): void };
  #told = '';
  #looked = Number.NEGATIVE_INFINITY;

  constructor(session: Session, page: { postMessage(event: LabEvent): void }) {
    this.#session = session;
    this.#page = page;
  }

  /** Looks, unless it has just done so. Returns how soon (ms) it wants to look again. */
  look(now: number): number {
    const since = now - this.#looked;
    if (since < PERIOD) return PERIOD - since;
    this.#looked = now;
    const topology = this.#session.topology();
    const text = JSON.stringify(topology);
    if (text === this.#told) return IDLE;
    this.#told = text;
    this.#page.postMessage({ type: 'topology', topology });
    return IDLE;
  }
}
