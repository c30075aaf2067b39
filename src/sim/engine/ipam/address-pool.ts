import { EngineError, forbidden, invalidParameter } from '../errors.ts';
import { containsAddress, lastAddress, type Prefix, samePrefix } from './prefix.ts';

/** One allocated subnet and which of its addresses are taken (libnetwork/ipams/defaultipam). */
export class AddressPool {
  readonly subnet: Prefix;
  readonly range: Prefix | undefined;
  #taken = new Set<number>();

  /** @param range `--ip-range`: where addresses nobody asked for come from */
  constructor(subnet: Prefix, range?: Prefix) {
    this.subnet = subnet;
    this.range = range && samePrefix(range, subnet) ? undefined : range;
    // The network's own address and its broadcast; a /31 has neither (RFC 3021).
    if (subnet.bits < 31) this.#taken.add(subnet.address).add(lastAddress(subnet));
  }

  /** Takes `wanted`, or the lowest free address of the range. Throws when it is taken, out of range, or none is left. */
  request(wanted?: number): number {
    const address = wanted === undefined ? this.#lowestFree() : this.#checked(wanted);
    this.#taken.add(address);
    return address;
  }

  /** How many addresses are taken, those that nobody can have included. */
  get size(): number {
    return this.#taken.size;
  }

  release(address: number): void {
    this.#taken.delete(address);
  }

  #checked(address: number): number {
    if (!containsAddress(this.subnet, address)) throw invalidParameter('requested address is out of range');
    if (this.#taken.has(address)) throw forbidden('Address already in use');
    return address;
  }

  #lowestFree(): number {
    const range = this.range ?? this.subnet;
    for (let address = range.address; address <= lastAddress(range); address++) {
      if (!this.#taken.has(address)) return address;
    }
    throw new EngineError('Unavailable', 'no available addresses on this pool');
  }
}
