import type { History } from '../protocol.ts';
import { LAB_KEY, parseHistory, readKept } from './kept-lab.ts';

export interface KeeperListener {
  /** The browser keeps nothing: storage is refused or full. Told once. */
  refused(): void;
  /** Another tab keeps a lab of its own now: nothing is written until {@link Keeper.claim}. */
  overtaken(): void;
  /** The page is looked at again, and the lab went on elsewhere meanwhile. */
  outdated(): void;
}

/** How long a change may wait to be written (ms). */
const DELAY = 250;

/** Keeps the lab's history in the browser's storage, and never over another tab's without being told to. */
export class Keeper {
  readonly #listener: KeeperListener;
  #history: History | undefined;
  /** What this page wrote or read last. */
  #text: string | null = readKept();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #overtaken = false;
  #refused = false;

  constructor(listener: KeeperListener) {
    this.#listener = listener;
    addEventListener('pagehide', () => this.#write());
    addEventListener('storage', ({ key, newValue }) => {
      if (key === LAB_KEY || key === null) this.#heed(newValue);
    });
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted && readKept() !== this.#text) listener.outdated();
    });
  }

  /** The lab as it is kept; null when there is none that can be read. From here on this page's lab is that one. */
  take(): History | null {
    this.#forget();
    this.#text = readKept();
    return parseHistory(this.#text);
  }

  /** Keeps a history, soon. */
  keep(history: History): void {
    this.#history = history;
    this.#timer ??= setTimeout(() => this.#write(), DELAY);
  }

  /** Notes how far the lab has come; written when the page is left. */
  keepTime(now: number): void {
    if (this.#history !== undefined) this.#history = { ...this.#history, now };
  }

  /** This page's lab is the one to keep, whatever another tab has. */
  claim(): void {
    this.#overtaken = false;
    this.#write();
  }

  /** Nothing is kept any more. */
  clear(): void {
    this.#forget();
    this.#text = null;
    try {
      localStorage.removeItem(LAB_KEY);
    } catch {
      this.#refuse();
    }
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#history = undefined;
    this.#overtaken = false;
  }

  #heed(text: string | null): void {
    if (text === this.#text || this.#overtaken) return;
    this.#overtaken = true;
    // Nothing was done here yet and nobody looks: the other tab's lab is simply the one to go on with.
    if (this.#history !== undefined || !document.hidden) return this.#listener.overtaken();
    document.addEventListener('visibilitychange', () => this.#listener.outdated(), { once: true });
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#history === undefined || this.#overtaken) return;
    try {
      const text = JSON.stringify(this.#history);
      localStorage.setItem(LAB_KEY, text);
      this.#text = text;
    } catch {
      this.#refuse();
    }
  }

  #refuse(): void {
    if (this.#refused) return;
    this.#refused = true;
    this.#listener.refused();
  }
}
