import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import type { Endpoint } from './endpoint.ts';

/** What a dotted name may mean: all of it on any network, then each head of it on the network that its tail names. */
function readings(name: string): { readonly host: string; readonly network: string | undefined }[] {
  const labels = name.split('.');
  const split = labels.slice(1).map((_, i) => {
    const at = labels.length - 1 - i;
    return { host: labels.slice(0, at).join('.'), network: labels.slice(at).join('.') };
  });
  return [{ host: name, network: undefined }, ...split];
}

/** A link's name stands for its target, in the sandbox that has the link only; links know upper from lower case. */
function resolveOn(endpoints: readonly Endpoint[], host: string, linked: boolean): IpAddress[] | undefined {
  for (const { network, links } of endpoints) {
    const target = links.get(host);
    if ((target !== undefined) !== linked) continue;
    const found = network.records.addresses(target ?? host);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The addresses that a container, being on a network with each of `endpoints`, has for a name: on the first of them that knows
 * it. Undefined where none does; empty where the name is known and has no address (libnetwork/sandbox.go, ResolveName).
 */
export function resolveName(endpoints: readonly Endpoint[], name: string): IpAddress[] | undefined {
  for (const { host, network } of readings(name)) {
    const there = network === undefined ? endpoints : endpoints.filter((endpoint) => endpoint.network.name === network);
    const found = resolveOn(there, host, true) ?? resolveOn(there, host, false);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The full name, `NAME.NETWORK`, of whoever has an address. @param reverse as `3.0.18.172` for 172.18.0.3 */
export function resolveAddress(endpoints: readonly Endpoint[], reverse: string): string | undefined {
  for (const { network } of endpoints) {
    const name = network.records.nameOf(reverse);
    if (name !== undefined) return `${name}.${network.name}`;
  }
  return undefined;
}
