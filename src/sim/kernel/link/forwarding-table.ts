import { type Micros, SECOND } from '../clock.ts';
import { forgetFlows, type Support } from '../flow/flow.ts';
import { trail } from '../flow/trail.ts';
import type { NetDevice } from './device.ts';

/** BR_DEFAULT_AGEING_TIME. */
const AGEING: Micros = 300 * SECOND;

interface ForwardingEntry {
  readonly mac: number;
  /** The port behind which the address is; the bridge itself for its own address. */
  readonly port: NetDevice;
  /** An address of the bridge or of one of its ports: it never ages, and frames to it go up. */
  readonly local: boolean;
  /** It was put there by hand and does not age. */
  readonly fixed: boolean;
  readonly updated: Micros;
}

class Learned implements ForwardingEntry {
  readonly mac: number;
  port: NetDevice;
  local: boolean;
  fixed: boolean;
  updated: Micros;
  /** Another address with the same low 32 bits. */
  next: Learned | undefined;

  constructor({ mac, port, local, fixed, updated }: ForwardingEntry, next: Learned | undefined) {
    this.mac = mac;
    this.port = port;
    this.local = local;
    this.fixed = fixed;
    this.updated = updated;
    this.next = next;
  }

  lives(now: Micros): boolean {
    return this.local || this.fixed || now - this.updated < AGEING;
  }
}

/** An entry by which a frame finds its port. */
class Looked implements Support {
  protected readonly entry: Learned;

  constructor(entry: Learned) {
    this.entry = entry;
  }

  holds(now: Micros): boolean {
    return this.entry.lives(now);
  }

  use(_now: Micros): void {}
}

/** And one that its sender's frames keep young. */
class Kept extends Looked {
  override use(now: Micros): void {
    if (!this.entry.local) this.entry.updated = now;
  }
}

/** What a bridge knows of who is behind which port (net/bridge/br_fdb.c). Addresses are 48-bit numbers. */
export class ForwardingTable {
  /** By the address's low 32 bits as a signed number: of numbers, a Map finds those quickest. */
  readonly #entries = new Map<number, Learned>();
  readonly #now: () => Micros;

  constructor(now: () => Micros) {
    this.#now = now;
  }

  #get(mac: number): Learned | undefined {
    let entry = this.#entries.get(mac | 0);
    while (entry !== undefined && entry.mac !== mac) entry = entry.next;
    return entry;
  }

  #add(mac: number, port: NetDevice, local: boolean, fixed = false): void {
    const next = this.#entries.get(mac | 0);
    this.#entries.set(mac | 0, new Learned({ mac, port, local, fixed, updated: this.#now() }, next));
    forgetFlows();
  }

  #delete(entry: Learned): void {
    forgetFlows();
    const first = this.#entries.get(entry.mac | 0);
    if (first !== entry) {
      let before = first;
      while (before?.next !== entry) before = before?.next;
      before.next = entry.next;
    } else if (entry.next) this.#entries.set(entry.mac | 0, entry.next);
    else this.#entries.delete(entry.mac | 0);
  }

  /** Undefined where the address is unknown or was last seen more than 300 s ago. */
  find(mac: number): ForwardingEntry | undefined {
    const entry = this.#find(mac);
    if (entry !== undefined) trail?.lean(new Looked(entry));
    return entry;
  }

  #find(mac: number): Learned | undefined {
    const entry = this.#get(mac);
    if (!entry || entry.lives(this.#now())) return entry;
    this.#delete(entry);
    return undefined;
  }

  /** Notes that `mac` is behind `port`: 'new', the port that it moved from, or undefined when nothing is new. */
  learn(mac: number, port: NetDevice): 'new' | NetDevice | undefined {
    const entry = this.#find(mac);
    if (!entry) {
      this.#add(mac, port, false);
      return 'new';
    }
    trail?.lean(new Kept(entry));
    if (entry.local) return undefined;
    entry.updated = this.#now();
    if (entry.port === port) return undefined;
    forgetFlows();
    const from = entry.port;
    entry.port = port;
    return from;
  }

  /** `bridge fdb add`: `local`, to go up, `fixed`, never to age, or as if it had been learned. False where it is there already. */
  put(
    mac: number,
    port: NetDevice,
    kind: { readonly local: boolean; readonly fixed: boolean },
    replaced: boolean,
  ): boolean {
    const entry = this.#find(mac);
    if (entry && !replaced) return false;
    if (entry) {
      Object.assign(entry, { port, ...kind, updated: this.#now() });
      forgetFlows();
    } else this.#add(mac, port, kind.local, kind.fixed);
    return true;
  }

  /** `bridge fdb del`. False where there is none. */
  remove(mac: number, port: NetDevice): boolean {
    const entry = this.#find(mac);
    if (entry?.port !== port) return false;
    this.#delete(entry);
    return true;
  }

  /** A port's address stays its own where the bridge takes it too (fdb_add_local). */
  addLocal(mac: number, port: NetDevice): void {
    const entry = this.#get(mac);
    if (entry?.local) return;
    if (entry) this.#delete(entry);
    this.#add(mac, port, true);
  }

  #all(): Learned[] {
    const all: Learned[] = [];
    for (let entry of this.#entries.values() as Iterable<Learned | undefined>)
      for (; entry !== undefined; entry = entry.next) all.push(entry);
    return all;
  }

  /** Forgets all that is behind `port`; the local entry too, unless only what was learned is meant. */
  flush(port: NetDevice, learnedOnly = false): void {
    for (const entry of this.#all())
      if (entry.port === port && !(learnedOnly && (entry.local || entry.fixed))) this.#delete(entry);
  }

  /** Live entries in the order they were learned. */
  *entries(): Iterable<ForwardingEntry> {
    for (const { mac } of this.#all()) {
      const entry = this.find(mac);
      if (entry) yield entry;
    }
  }
}
