import { EngineError, forbidden, invalidParameter } from '../errors.ts';
import { AddressPool } from './address-pool.ts';
import { formatPrefix, overlaps, type Prefix, parsePrefix, subnets } from './prefix.ts';

/** The pools that networks without `--subnet` are cut from, with the length of what is cut (libnetwork/ipamutils). */
const PREDEFINED = [
  ['172.17.0.0/16', 16],
  ['172.18.0.0/16', 16],
  ['172.19.0.0/16', 16],
  ['172.20.0.0/14', 16],
  ['172.24.0.0/14', 16],
  ['172.28.0.0/14', 16],
  ['192.168.0.0/16', 20],
] as const;

/** The same for networks of global scope. */
const GLOBAL_PREDEFINED = [['10.0.0.0/8', 24]] as const;

type Predefined = readonly (readonly [pool: string, bits: number])[];

/** The IPv4 subnets of one engine's networks of local or of global scope (libnetwork/ipams/defaultipam/address_space.go). */
export class AddressSpace {
  readonly #predefined: Predefined;
  #pools = new Set<AddressPool>();

  constructor(scope: 'local' | 'global' = 'local') {
    this.#predefined = scope === 'local' ? PREDEFINED : GLOBAL_PREDEFINED;
  }

  /** Takes this subnet. Throws `Pool overlaps …` when some network has part of it, unless `range` is given (moby#46756). */
  requestPool(subnet: Prefix, range?: Prefix): AddressPool {
    const taken = [...this.#pools].some((pool) => overlaps(pool.subnet, subnet));
    if (taken && range === undefined) {
      throw forbidden('invalid pool request: Pool overlaps with other one on this address space');
    }
    return this.#take(new AddressPool(subnet, range));
  }

  /** Takes the lowest predefined subnet that overlaps neither a pool nor a network of `reserved` (the host's own routes). */
  requestPredefinedPool(reserved: readonly Prefix[]): AddressPool {
    for (const subnet of predefinedSubnets(this.#predefined)) {
      const used = [...reserved, ...[...this.#pools].map((pool) => pool.subnet)];
      if (!used.some((prefix) => overlaps(prefix, subnet))) return this.#take(new AddressPool(subnet));
    }
    throw invalidParameter('all predefined address pools have been fully subnetted');
  }

  /** What is taken: each subnet, with how many of its addresses. */
  get allocated(): string[] {
    return [...this.#pools].map(({ subnet, size }) => `${formatPrefix(subnet)} ${size}`);
  }

  releasePool(pool: AddressPool): void {
    if (!this.#pools.delete(pool)) {
      throw new EngineError('InvalidParameter', 'address space does not contain specified address pool');
    }
  }

  #take(pool: AddressPool): AddressPool {
    this.#pools.add(pool);
    return pool;
  }
}

function* predefinedSubnets(predefined: Predefined): Generator<Prefix> {
  for (const [pool, bits] of predefined) yield* subnets(parsePrefix(pool) as Prefix, bits);
}
