import { bitsOf } from '../../kernel/inet/ipv6/address.ts';
import { formatIpv4 } from '../../kernel/wire/address.ts';
import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import type { Endpoint } from './endpoint.ts';

/** Who has which names on one network, and which addresses: what its containers' resolvers answer from (libnetwork's svcInfo). */
export class ServiceRecords {
  /** In lower case: DNS is blind to case. */
  readonly #byName = new Map<string, Set<Endpoint>>();
  /** By the address, its numbers or digits back to front, as names of PTR records begin. */
  readonly #byReverse = new Map<string, Endpoint>();

  add(endpoint: Endpoint): void {
    const { addresses, dnsNames } = endpoint;
    if (addresses.length === 0 || dnsNames.length === 0) return;
    for (const address of addresses) this.#byReverse.set(reverseOf(address), endpoint);
    for (const name of dnsNames) {
      const key = name.toLowerCase();
      this.#byName.set(key, (this.#byName.get(key) ?? new Set()).add(endpoint));
    }
  }

  delete(endpoint: Endpoint): void {
    for (const address of endpoint.addresses) this.#byReverse.delete(reverseOf(address));
    for (const name of endpoint.dnsNames) {
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

  /** The addresses behind a name, of both families; undefined where nobody has it. */
  addresses(name: string): IpAddress[] | undefined {
    const named = this.#byName.get(name.toLowerCase());
    return named && [...named].flatMap(({ addresses }) => addresses);
  }

  /** The first name of whoever has this address. @param reverse as `3.0.18.172` for 172.18.0.3, or 32 digits in the same way */
  nameOf(reverse: string): string | undefined {
    return this.#byReverse.get(reverse)?.dnsNames[0];
  }
}

function reverseOf(address: IpAddress): string {
  const parts =
    typeof address === 'number' ? formatIpv4(address).split('.') : [...bitsOf(address).toString(16).padStart(32, '0')];
  return parts.reverse().join('.');
}
