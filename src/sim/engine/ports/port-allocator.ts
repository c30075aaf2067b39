import { systemError } from '../errors.ts';
import type { PortProtocol } from './published-ports.ts';

/** Where in a range the last port was given; the search goes on behind it. */
interface PortRange {
  readonly first: number;
  readonly last: number;
  given: number;
}

/** The ports of one address and protocol. */
class PortMap {
  readonly taken = new Set<number>();
  readonly #ranges = new Map<string, PortRange>();

  range(first: number, last: number): PortRange {
    const key = `${first}-${last}`;
    const known = this.#ranges.get(key) ?? { first, last, given: last };
    this.#ranges.set(key, known);
    return known;
  }
}

const UNSPECIFIED = ['0.0.0.0', '::'] as const;

const isIpv6 = (address: string): boolean => address.includes(':');

/** Which host ports this engine has given to whom (libnetwork/portallocator of 28.5). What others on the host use, it does not know. */
export class PortAllocator {
  readonly #maps = new Map<string, PortMap>();
  readonly #ephemeral: readonly [lowest: number, highest: number];

  /** @param ephemeral where ports that nobody chose are taken from */
  constructor(ephemeral: readonly [lowest: number, highest: number]) {
    this.#ephemeral = ephemeral;
  }

  /**
   * Takes one port for all of `addresses`: of `first` to `last`, or with both 0 the next of the ephemeral ones.
   * Throws what Docker says when there is none.
   */
  request(addresses: readonly string[], protocol: PortProtocol, first: number, last: number): number {
    if (first === 0 ? last !== 0 : last < first) throw systemError(`invalid port range: ${first}-${last}`);
    const own = addresses.map((address) => this.#map(address, protocol));
    const watched = this.#watched(addresses, protocol);
    const port = first > 0 && first === last ? free(watched, first) : this.#search(own, watched, first, last);
    for (const { taken } of own) taken.add(port);
    return port;
  }

  release(address: string, protocol: PortProtocol, port: number): void {
    this.#map(address, protocol).taken.delete(port);
  }

  #map(address: string, protocol: PortProtocol): PortMap {
    const key = `${protocol} ${address}`;
    const map = this.#maps.get(key) ?? new PortMap();
    this.#maps.set(key, map);
    return map;
  }

  /** Where a port must be free: with an unspecified address everywhere in its family, else there and at the unspecified one. */
  #watched(addresses: readonly string[], protocol: PortProtocol): Map<string, PortMap> {
    const watched = new Map(addresses.map((address) => [address, this.#map(address, protocol)]));
    for (const unspecified of UNSPECIFIED) {
      if (!addresses.some((address) => isIpv6(address) === isIpv6(unspecified))) continue;
      watched.set(unspecified, this.#map(unspecified, protocol));
      if (!addresses.includes(unspecified)) continue;
      for (const [key, map] of this.#maps) {
        const [kind, address = ''] = key.split(' ');
        if (kind === protocol && isIpv6(address) === isIpv6(unspecified)) watched.set(address, map);
      }
    }
    return watched;
  }

  #search(own: readonly PortMap[], watched: ReadonlyMap<string, PortMap>, first: number, last: number): number {
    const [from, to] = first === 0 ? this.#ephemeral : [first, last];
    const ranges = own.map((map) => map.range(from, to));
    const start = ranges[0]?.given ?? to;
    const count = to - from + 1;
    for (let step = 1; step <= count; step++) {
      const port = from + ((start - from + step) % count);
      if ([...watched.values()].some(({ taken }) => taken.has(port))) continue;
      for (const range of ranges) range.given = port;
      return port;
    }
    throw systemError('all ports are allocated');
  }
}

function free(watched: ReadonlyMap<string, PortMap>, port: number): number {
  for (const [address, { taken }] of watched) {
    if (taken.has(port)) throw systemError(`Bind for ${address}:${port} failed: port is already allocated`);
  }
  return port;
}
