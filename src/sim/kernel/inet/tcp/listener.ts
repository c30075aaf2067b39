import { WaitQueue } from '../../task.ts';
import type { TcpConnection } from './connection.ts';
import type { PortClaim } from './ports.ts';

/** net.core.somaxconn. */
const MOST = 4096;

/** A port that takes connections in (TCP_LISTEN): those that wait to be accepted, and those that shake hands. */
export class Listener {
  readonly claim: PortClaim;
  readonly changed = new WaitQueue();
  readonly inode: number;
  readonly #backlog: number;
  #handshakes: Set<TcpConnection> | undefined;
  #waiting: TcpConnection[] = [];

  constructor(claim: PortClaim, backlog: number, inode: number) {
    this.inode = inode;
    this.claim = claim;
    this.#backlog = Math.min(Math.max(0, backlog), MOST);
  }

  /** How many wait to be accepted. */
  get waiting(): number {
    return this.#waiting.length;
  }

  get backlog(): number {
    return this.#backlog;
  }

  /** sk_acceptq_is_full(). */
  get full(): boolean {
    return this.#waiting.length > this.#backlog;
  }

  begin(connection: TcpConnection): void {
    this.#handshakes ??= new Set();
    this.#handshakes.add(connection);
  }

  /** The handshake is over. False where no more may wait. */
  complete(connection: TcpConnection): boolean {
    if (this.full) return false;
    this.#handshakes?.delete(connection);
    this.#waiting.push(connection);
    this.changed.wake();
    return true;
  }

  forget(connection: TcpConnection): void {
    this.#handshakes?.delete(connection);
  }

  accept(): TcpConnection | undefined {
    return this.#waiting.shift();
  }

  /** Nobody will accept any more: all who wait are broken off (inet_csk_listen_stop). */
  close(): void {
    for (const connection of this.#handshakes ?? []) connection.destroy();
    for (const connection of this.#waiting) connection.abort();
    this.#waiting = [];
    this.changed.wake();
  }
}
