import type { History, LabEvent, LabRequest } from '../protocol.ts';

export interface ConnectionListener {
  event(event: LabEvent): void;
  /** A worker failed and another one carries on. `dropped`: the last thing done had to be given up for that. */
  restarted(dropped: boolean): void;
  /** No worker can be had. */
  lost(): void;
}

/** What the page needs of a worker. */
export interface LabWorker {
  onmessage: ((message: MessageEvent<LabEvent>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(request: LabRequest): void;
  terminate(): void;
}

/** How often workers may fail in a row, nothing new having been done, before the page gives up. */
const PATIENCE = 4;

const startWorker = (): LabWorker => new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' });

/** The page's line to the lab's worker. A worker that fails is replaced by one that is given the last history. */
export class Connection {
  readonly #listener: ConnectionListener;
  readonly #newWorker: () => LabWorker;
  #worker: LabWorker | undefined;
  #history: History | null = null;
  #failures = 0;

  constructor(listener: ConnectionListener, newWorker = startWorker) {
    this.#listener = listener;
    this.#newWorker = newWorker;
  }

  /** What was done in the lab, as far as the page knows. */
  get history(): History | null {
    return this.#history;
  }

  /** Starts a lab, a new one where there is no history; ends the one before. */
  start(history: History | null): void {
    this.#failures = 0;
    this.#launch(history);
  }

  send(request: Exclude<LabRequest, { type: 'start' }>): void {
    this.#worker?.postMessage(request);
  }

  #launch(history: History | null): void {
    this.#worker?.terminate();
    this.#history = history;
    const worker = this.#newWorker();
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail();
    };
    const [seed = 1] = crypto.getRandomValues(new Uint32Array(1));
    worker.postMessage({ type: 'start', history, seed, epoch: Date.now() * 1_000 });
  }

  #receive(event: LabEvent): void {
    if (event.type === 'failed') return this.#fail();
    if (event.type === 'history') {
      this.#history = event.history;
      this.#failures = 0;
    }
    if (event.type === 'time' && this.#history !== null) this.#history = { ...this.#history, now: event.now };
    this.#listener.event(event);
  }

  #fail(): void {
    this.#failures++;
    if (this.#failures > PATIENCE) {
      this.#worker?.terminate();
      this.#worker = undefined;
      return this.#listener.lost();
    }
    const dropped = this.#failures > 1 && this.#history !== null;
    const history = dropped ? withoutLast(this.#history) : this.#history;
    this.#launch(history);
    this.#listener.restarted(dropped);
  }
}

const withoutLast = (history: History | null): History | null =>
  history && { ...history, entries: history.entries.slice(0, -1), now: history.entries.at(-1)?.at ?? 0 };
