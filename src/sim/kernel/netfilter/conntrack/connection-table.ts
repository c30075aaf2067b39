import type { Micros } from '../../clock.ts';
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

  constructor(now: () => Micros) {
    this.#now = now;
  }

  /** In the order in which they came. */
  get list(): Connection[] {
    this.#sweep();
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
    if (this.#connections.size >= this.#sweepAt) this.#sweep();
    this.#connections.add(connection);
    this.#put({ tuple: connection.original, connection, direction: 'original' });
    this.#put({ tuple: connection.reply, connection, direction: 'reply' });
    return true;
  }

  #put(found: Found): void {
    const key = hash(found.tuple);
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.push(found);
    else this.#buckets.set(key, [found]);
  }

  remove(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    for (const tuple of [connection.original, connection.reply]) {
      const key = hash(tuple);
      const rest = this.#buckets.get(key)?.filter((found) => found.connection !== connection) ?? [];
      if (rest.length > 0) this.#buckets.set(key, rest);
      else this.#buckets.delete(key);
    }
  }

  #sweep(): void {
    for (const connection of [...this.#connections]) if (connection.expires <= this.#now()) this.remove(connection);
    this.#sweepAt = Math.max(FIRST_SWEEP, 2 * this.#connections.size);
  }
}
