import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import { EngineError, forbidden, invalidParameter } from '../errors.ts';
import {
  addressAt,
  type Block,
  blockOf,
  capacity,
  containsAddress,
  lastAddress,
  type Prefix,
  samePrefix,
} from './prefix.ts';

/** One allocated subnet and which of its addresses are taken (libnetwork/ipams/defaultipam). */
export class AddressPool<A extends IpAddress = number> {
  readonly subnet: Prefix<A>;
  readonly range: Prefix<A> | undefined;
  readonly block: Block;
  #taken = new Set<IpAddress>();
  readonly #serial: boolean;
  /** Where in the range the first address is that may be free. */
  #free = 0;

  /**
   * @param range `--ip-range`: where addresses nobody asked for come from
   * @param serial one that was given back comes last, not first (swarmkit's IPAM)
   */
  constructor(subnet: Prefix<A>, range?: Prefix<A>, serial = false) {
    this.#serial = serial;
    this.subnet = subnet;
    this.block = blockOf(subnet);
    this.range = range && samePrefix(range, subnet) ? undefined : range;
    const { address, bits } = subnet;
    // The routers' anycast address (RFC 4291 §2.6.1).
    if (typeof address === 'string') this.#taken.add(address);
    // The network's own address and its broadcast; a /31 has neither (RFC 3021).
    else if (bits < 31) this.#taken.add(address).add(lastAddress({ address, bits }));
  }

  /** Takes `wanted`, or the lowest free address of the range. Throws when it is taken, out of range, or none is left. */
  request(wanted?: A): A {
    const address = wanted === undefined ? this.#nextFree() : this.#checked(wanted);
    this.#taken.add(address);
    return address;
  }

  /** How many addresses are taken, those that nobody can have included. */
  get size(): number {
    return this.#taken.size;
  }

  release(address: A): void {
    this.#taken.delete(address);
    if (!this.#serial) this.#free = 0;
  }

  #checked(address: A): A {
    if (!containsAddress(this.subnet, address)) throw invalidParameter('requested address is out of range');
    if (this.#taken.has(address)) throw forbidden('Address already in use');
    return address;
  }

  #nextFree(): A {
    const range = this.range ?? this.subnet;
    const at = addressAt(range);
    const size = capacity(range);
    for (let tried = 0; this.#free < size || (this.#serial && tried < size); tried++, this.#free++) {
      if (this.#free >= size) this.#free = 0;
      const address = at(this.#free);
      if (this.#taken.has(address)) continue;
      if (this.#serial) this.#free++;
      return address;
    }
    throw new EngineError('Unavailable', 'no available addresses on this pool');
  }
}
