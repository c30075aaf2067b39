import { Errno } from '../../errno.ts';
import type { Random } from '../../random.ts';
import type { IpAddress } from '../../wire/ip-address.ts';
import type { Endpoint } from '../sockets/endpoint.ts';

/** What a socket binds to, and as what. */
export interface PortWish extends Endpoint {
  /** SO_REUSEADDR. */
  readonly reuse: boolean;
  /** Both for a socket of IPv6 that takes in IPv4 as well. */
  readonly families: readonly ('inet' | 'inet6')[];
}

/** A hold on a port (struct inet_bind_bucket's owners): a socket's or a connection's. */
export interface PortClaim extends PortWish {
  listening: boolean;
}

const ANY = 0;

function overlap(a: PortClaim, b: PortClaim): boolean {
  if (!a.families.some((family) => b.families.includes(family))) return false;
  return a.address === b.address || a.address === ANY || b.address === ANY;
}

/** Who holds which TCP port in one namespace. */
export class Ports {
  readonly #claims = new Map<number, Set<PortClaim>>();
  readonly #random: Random;
  readonly #range: () => readonly [lowest: number, highest: number];

  constructor(random: Random, range: () => readonly [number, number]) {
    this.#random = random;
    this.#range = range;
  }

  /** Takes the port, or with 0 a free one. Throws EADDRINUSE. */
  claim(wish: PortWish): PortClaim {
    const claim: PortClaim = { ...wish, port: wish.port || this.#free(), listening: false };
    this.#check(claim, (other) => !(claim.reuse && other.reuse && !other.listening));
    return this.#hold(claim);
  }

  /** inet_csk_bind_conflict(): looks at those holders that `matters` picks. */
  #check(claim: PortClaim, matters: (other: PortClaim) => boolean): void {
    for (const other of this.#claims.get(claim.port) ?? [])
      if (other !== claim && overlap(claim, other) && matters(other)) throw new Errno('EADDRINUSE');
  }

  /** A hold on the same port for a connection that came in by it. */
  share(claim: PortClaim, address: IpAddress): PortClaim {
    return this.#hold({ ...claim, address, listening: false });
  }

  /** Makes a listener of the holder. Throws EADDRINUSE where another one listens already. */
  listen(claim: PortClaim): void {
    this.#check(claim, (other) => other.listening);
    claim.listening = true;
  }

  #hold(claim: PortClaim): PortClaim {
    const claims = this.#claims.get(claim.port) ?? new Set();
    this.#claims.set(claim.port, claims.add(claim));
    return claim;
  }

  release(claim: PortClaim): void {
    const claims = this.#claims.get(claim.port);
    claims?.delete(claim);
    if (claims?.size === 0) this.#claims.delete(claim.port);
  }

  #free(): number {
    const [low, high] = this.#range();
    const count = high - low + 1;
    const start = this.#random.integer(0, count - 1);
    for (let i = 0; i < count; i++) {
      const port = low + ((start + i) % count);
      if (!this.#claims.has(port)) return port;
    }
    throw new Errno('EADDRINUSE');
  }
}
