import type { LabEvent } from './protocol.ts';
import type { Session } from './session.ts';
import { summaryOf } from './why/shown-hops.ts';

/** Between two looks (ms): a picture that changes more often cannot be followed. */
const PERIOD = 60;
/** How long the world may stand unseen while nothing is looked for (ms). */
const IDLE = 500;
/** The page lists so many exchanges. */
const MOST_EXCHANGES = 200;

interface Wanted {
  readonly topology: boolean;
  readonly exchanges: boolean;
}

/** Tells the page what the world looks like and what travels through it, whenever that has changed. */
export class Watch {
  readonly #session: Session;
  readonly #page: { postMessage(event: LabEvent): void };
  readonly #wanted: Wanted;
  #topology = '';
  #happenings = -1;
  #looked = Number.NEGATIVE_INFINITY;

  constructor(session: Session, wanted: Wanted, page: { postMessage(event: LabEvent): void }) {
    this.#session = session;
    this.#wanted = wanted;
    this.#page = page;
    session.detailed = wanted.exchanges;
  }

  /** Looks, unless it has just done so. Returns how soon (ms) it wants to look again. */
  look(now: number): number {
    const since = now - this.#looked;
    if (since < PERIOD) return PERIOD - since;
    this.#looked = now;
    if (this.#wanted.topology) this.#lookAtTopology();
    if (this.#wanted.exchanges) this.#lookAtExchanges();
    return IDLE;
  }

  #lookAtTopology(): void {
    const topology = this.#session.topology();
    const text = JSON.stringify(topology);
    if (text === this.#topology) return;
    this.#topology = text;
    this.#page.postMessage({ type: 'topology', topology });
  }

  #lookAtExchanges(): void {
    if (this.#session.happenings === this.#happenings) return;
    this.#happenings = this.#session.happenings;
    const exchanges = this.#session.exchanges.slice(-MOST_EXCHANGES).map(summaryOf);
    this.#page.postMessage({ type: 'exchanges', exchanges });
  }
}
