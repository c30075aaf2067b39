import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import { EngineError, forbidden, invalidParameter } from '../errors.ts';
import { AddressPool } from './address-pool.ts';
import {
  type Block,
  blockOf,
  blocksOverlap,
  type Family,
  formatPrefix,
  type Prefix,
  parsePrefix,
  subnets,
} from './prefix.ts';

/** A pool that networks without `--subnet` are cut from, and the length of what is cut (ipamutils.NetworkToSplit). */
export interface Predefined<A extends IpAddress> {
  readonly base: Prefix<A>;
  readonly size: number;
}

const predefined = (pools: readonly (readonly [base: string, size: number])[]): readonly Predefined<number>[] =>
  pools.map(([base, size]) => ({ base: parsePrefix(base) as Prefix, size }));

/** libnetwork/ipamutils, of networks of local scope … */
export const LOCAL_POOLS = predefined([
  ['172.17.0.0/16', 16],
  ['172.18.0.0/16', 16],
  ['172.19.0.0/16', 16],
  ['172.20.0.0/14', 16],
  ['172.24.0.0/14', 16],
  ['172.28.0.0/14', 16],
  ['192.168.0.0/16', 20],
]);

/** … and of global scope. */
export const GLOBAL_POOLS = predefined([['10.0.0.0/8', 24]]);

/** The subnets that one engine's networks of a scope have, of IPv4 or of IPv6 (libnetwork/ipams/defaultipam/address_space.go). */
export class AddressSpace<A extends IpAddress = number> {
  readonly family: Family<A>;
  readonly #predefined: readonly Predefined<A>[];
  readonly #pools: AddressPool<A>[] = [];

  readonly #serial: boolean;

  /**
   * @param pools where subnets are from that nobody chose
   * @param serial as of its pools
   */
  constructor(family: Family<A>, pools: readonly Predefined<A>[], serial = false) {
    this.#serial = serial;
    this.family = family;
    this.#predefined = pools;
  }

  /** Takes this subnet. Throws `Pool overlaps …` when some network has part of it, unless `range` is given (moby#46756). */
  requestPool(subnet: Prefix<A>, range?: Prefix<A>): AddressPool<A> {
    const block = blockOf(subnet);
    if (range === undefined && this.#isTaken(block)) {
      throw forbidden('invalid pool request: Pool overlaps with other one on this address space');
    }
    return this.#take(new AddressPool(subnet, range, this.#serial));
  }

  #isTaken(block: Block): boolean {
    for (let i = 0; i < this.#pools.length; i++)
      if (blocksOverlap((this.#pools[i] as AddressPool<A>).block, block)) return true;
    return false;
  }

  /** Takes the lowest predefined subnet that overlaps neither a pool nor a network of `reserved` (the host's own routes). */
  requestPredefinedPool(reserved: readonly Prefix<A>[]): AddressPool<A> {
    const used = [...reserved.map(blockOf), ...this.#pools.map((pool) => pool.block)];
    for (const { base, size } of this.#predefined) {
      for (const subnet of subnets(base, size)) {
        const block = blockOf(subnet);
        if (!used.some((taken) => blocksOverlap(taken, block))) {
          return this.#take(new AddressPool(subnet, undefined, this.#serial));
        }
      }
    }
    throw invalidParameter('all predefined address pools have been fully subnetted');
  }

  /** What is taken: each subnet, with how many of its addresses. */
  get allocated(): string[] {
    return this.#pools.map(({ subnet, size }) => `${formatPrefix(subnet)} ${size}`);
  }

  releasePool(pool: AddressPool<A>): void {
    const at = this.#pools.indexOf(pool);
    if (at < 0) throw new EngineError('InvalidParameter', 'address space does not contain specified address pool');
    this.#pools.splice(at, 1);
  }

  #take(pool: AddressPool<A>): AddressPool<A> {
    this.#pools.push(pool);
    return pool;
  }
}
