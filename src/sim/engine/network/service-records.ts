import { formatIpv4 } from '../../kernel/wire/address.ts';
import type { Endpoint } from './endpoint.ts';

/** Who has which names on one network, and which address: what its containers' resolvers answer from (libnetwork's svcInfo). */
export class ServiceRecords {
  /** In lower case: DNS is blind to case. */
  readonly #byName = new Map<string, Set<Endpoint>>();
  /** By the address, its numbers back to front, as names of PTR records begin. */
  readonly #byReverse = new Map<string, Endpoint>();

  add(endpoint: Endpoint): void {
    const { address, dnsNames } = endpoint;
    if (address === undefined || dnsNames.length === 0) return;
    this.#byReverse.set(reverseOf(address), endpoint);
    for (const name of dnsNames) {
      const key = name.toLowerCase();
      this.#byName.set(key, (this.#byName.get(key) ?? new Set()).add(endpoint));
    }
  }

  delete(endpoint: Endpoint): void {
    const { address, dnsNames } = endpoint;
    if (address !== undefined) this.#byReverse.delete(reverseOf(address));
    for (const name of dnsNames) {
      const key = name.toLowerCase();
      const named = this.#byName.get(key);
      named?.delete(endpoint);
      if (named?.size === 0) this.#byName.delete(key);
    }
  }

  /** Gives an endpoint other names, at once. */
  rename(endpoint: Endpoint, dnsNames: readonly string[]): void {
    this.delete(endpoint);
    endpoint.dnsNames = dnsNames;
    this.add(endpoint);
  }

  /** The addresses behind a name; undefined where nobody has it. */
  addresses(name: string): number[] | undefined {
    const named = this.#byName.get(name.toLowerCase());
    return named && [...named].flatMap(({ address }) => (address === undefined ? [] : [address]));
  }

  /** The first name of whoever has this address. @param reverse as `3.0.18.172` for 172.18.0.3 */
  nameOf(reverse: string): string | undefined {
    return this.#byReverse.get(reverse)?.dnsNames[0];
  }
}

const reverseOf = (address: number): string => formatIpv4(address).split('.').reverse().join('.');
