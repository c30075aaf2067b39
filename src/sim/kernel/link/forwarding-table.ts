import { type Micros, SECOND } from '../clock.ts';
import type { NetDevice } from './device.ts';

/** BR_DEFAULT_AGEING_TIME. */
const AGEING: Micros = 300 * SECOND;

interface ForwardingEntry {
  /** The port behind which the address is; the bridge itself for its own address. */
  readonly port: NetDevice;
  /** An address of the bridge or of one of its ports: it never ages, and frames to it go up. */
  readonly local: boolean;
  readonly updated: Micros;
}

interface Learned extends ForwardingEntry {
  port: NetDevice;
  updated: Micros;
}

/** What a bridge knows of who is behind which port (net/bridge/br_fdb.c). Addresses are 48-bit numbers. */
export class ForwardingTable {
  readonly #entries = new Map<number, Learned>();
  readonly #now: () => Micros;

  constructor(now: () => Micros) {
    this.#now = now;
  }

  /** Undefined where the address is unknown or was last seen more than 300 s ago. */
  find(mac: number): ForwardingEntry | undefined {
    const entry = this.#entries.get(mac);
    if (!entry) return undefined;
    if (entry.local || this.#now() - entry.updated < AGEING) return entry;
    this.#entries.delete(mac);
    return undefined;
  }

  /** Notes that `mac` is behind `port`: 'new', the port that it moved from, or undefined when nothing is new. */
  learn(mac: number, port: NetDevice): 'new' | NetDevice | undefined {
    const entry = this.find(mac) as Learned | undefined;
    if (!entry) {
      this.#entries.set(mac, { port, local: false, updated: this.#now() });
      return 'new';
    }
    if (entry.local) return undefined;
    entry.updated = this.#now();
    if (entry.port === port) return undefined;
    const from = entry.port;
    entry.port = port;
    return from;
  }

  /** A port's address stays its own where the bridge takes it too (fdb_add_local). */
  addLocal(mac: number, port: NetDevice): void {
    if (this.#entries.get(mac)?.local) return;
    this.#entries.set(mac, { port, local: true, updated: this.#now() });
  }

  /** Forgets all that is behind `port`; the local entry too, unless only what was learned is meant. */
  flush(port: NetDevice, learnedOnly = false): void {
    for (const [mac, entry] of this.#entries) {
      if (entry.port === port && !(learnedOnly && entry.local)) this.#entries.delete(mac);
    }
  }

  /** Live entries in the order they were learned. */
  *entries(): Iterable<{ readonly mac: number } & ForwardingEntry> {
    for (const mac of [...this.#entries.keys()]) {
      const entry = this.find(mac);
      if (entry) yield { mac, ...entry };
    }
  }
}
