import type { Micros } from '../../clock.ts';
import { forgetFlows } from '../../flow/flow.ts';
import type { Connection, Direction } from './connection.ts';
import { equal, hash, type Tuple } from './tuple.ts';

/** One direction of a connection, where it is looked for (struct nf_conntrack_tuple_hash). */
export interface Found {
  readonly tuple: Tuple;
  readonly connection: Connection;
  readonly direction: Direction;
}

const FIRST_SWEEP = 64;

/** The confirmed connections of one namespace, by both their tuples. Who has expired goes when someone meets it. */
export class ConnectionTable {
  readonly #now: () => Micros;
  readonly #buckets = new Map<number, Found[]>();
  readonly #connections = new Set<Connection>();
  #sweepAt = FIRST_SWEEP;
  #lastId = 0;
  /** Who is told of what comes and goes. */
  readonly watchers = new Set<(kind: 'new' | 'update' | 'destroy', connection: Connection) => void>();

  constructor(now: () => Micros) {
    this.#now = now;
  }

  /** In the order in which they came. */
  get list(): Connection[] {
    this.sweep();
    return [...this.#connections];
  }

  find(tuple: Tuple): Found | undefined {
    const bucket = this.#buckets.get(hash(tuple));
    if (bucket === undefined) return undefined;
    for (const found of bucket) {
      if (!equal(found.tuple, tuple)) continue;
      if (found.connection.expires > this.#now()) return found;
      this.remove(found.connection);
      return undefined;
    }
    return undefined;
  }

  /** False where one of its tuples is another connection's. */
  add(connection: Connection): boolean {
    if (this.find(connection.original) || this.find(connection.reply)) return false;
    if (this.#connections.size >= this.#sweepAt) this.sweep();
    connection.id = ++this.#lastId;
    this.#connections.add(connection);
    this.#put({ tuple: connection.original, connection, direction: 'original' });
    this.#put({ tuple: connection.reply, connection, direction: 'reply' });
    this.tell('new', connection);
    return true;
  }

  tell(kind: 'new' | 'update' | 'destroy', connection: Connection): void {
    for (const tell of this.watchers) tell(kind, connection);
  }

  #put(found: Found): void {
    const key = hash(found.tuple);
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.push(found);
    else this.#buckets.set(key, [found]);
  }

  remove(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    forgetFlows();
    this.tell('destroy', connection);
    for (const tuple of [connection.original, connection.reply]) {
      const key = hash(tuple);
      const rest = this.#buckets.get(key)?.filter((found) => found.connection !== connection) ?? [];
      if (rest.length > 0) this.#buckets.set(key, rest);
      else this.#buckets.delete(key);
    }
  }

  /** Forgets what has expired. */
  sweep(): void {
    for (const connection of [...this.#connections]) if (connection.expires <= this.#now()) this.remove(connection);
    this.#sweepAt = Math.max(FIRST_SWEEP, 2 * this.#connections.size);
  }
}
