import { parseIpv4, parseIpv6 } from '../../kernel/wire/address.ts';
import type { HostAddress, HostEntry } from './host.ts';

interface HostsLine {
  readonly address: HostAddress;
  /** The canonical name, then the aliases. */
  readonly names: readonly string[];
}

/** hosts(5), line by line; lines without an address and a name are left out. */
function parseHosts(text: string): HostsLine[] {
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line
      .replace(/#.*/, '')
      .split(/\s+/)
      .filter((word) => word !== '');
    if (names.length === 0) return [];
    const family = parseIpv4(address) !== undefined ? 'inet' : parseIpv6(address) !== undefined ? 'inet6' : undefined;
    return family === undefined ? [] : [{ address: { family, address }, names }];
  });
}

/** All addresses that /etc/hosts gives a name; its canonical name is that of the first line. */
export function findName(hosts: string, name: string): HostEntry | undefined {
  const wanted = name.toLowerCase();
  const lines = parseHosts(hosts).filter((line) => line.names.some((other) => other.toLowerCase() === wanted));
  const [first] = lines;
  return first && { name: first.names[0] as string, addresses: lines.map((line) => line.address) };
}

/** The canonical name of an address in /etc/hosts. */
export const findAddress = (hosts: string, address: string): string | undefined =>
  parseHosts(hosts).find((line) => line.address.address === address)?.names[0];
