import { isErrno } from '../../kernel/errno.ts';
import type { Netlink } from '../../kernel/netlink.ts';
import { inSubnet, ipv6NetworkOf } from '../../kernel/wire/address.ts';
import { parseIp } from '../../kernel/wire/ip-address.ts';
import { Failure } from '../call.ts';
import type { IpDialect, Request } from './dialect.ts';

/** Does what netlink may refuse. */
export function ask(dialect: IpDialect, request: Request, change: () => void, family: Family = 'inet'): void {
  try {
    change();
  } catch (error) {
    throw isErrno(error) ? new Failure(dialect.refused(request, error, family), dialect.status.answers) : error;
  }
}

/** Ends the program where there is no such device; `changing`: it was to be changed, not shown. */
export function knownDevice(netlink: Netlink, dialect: IpDialect, name: string, changing: boolean): void {
  if (!netlink.links().some((link) => link.name === name))
    throw new Failure(dialect.noDevice(name, changing), dialect.status.noDevice);
}

/** Is it a hardware address, as `ip` and `arp` read them? */
export const isHardware = (text: string): boolean => /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text);

export type Family = 'inet' | 'inet6';

/** The family of an address; undefined where it is none. */
export function familyOf(address: string): Family | undefined {
  const parsed = parseIp(address);
  if (parsed === undefined) return undefined;
  return typeof parsed === 'string' ? 'inet6' : 'inet';
}

/** The bits of an address, and so the longest prefix. */
export const widthOf = (address: string): number => (address.includes(':') ? 128 : 32);

/** An address, of `family` where one is named, with or without the length of a prefix. */
export const isPrefix = (word: string, family?: Family): boolean => {
  const [address = '', length] = word.split('/');
  const its = familyOf(address);
  if (its === undefined || (family !== undefined && its !== family)) return false;
  return length === undefined || (/^\d+$/.test(length) && Number(length) <= widthOf(address));
};

/** Is `address` in `network`/`prefix`? Both of one family. */
export const within = (address: string, network: string, prefix: number): boolean =>
  address.includes(':')
    ? ipv6NetworkOf(address, prefix) === ipv6NetworkOf(network, prefix)
    : inSubnet(address, network, prefix);

/** Where `netns` leads: a process by its number, or a name below /run/netns. */
export const namespaceOf = (word: string): string | number =>
  /^\d+$/.test(word) ? Number(word) : word.includes('/') ? word : `/run/netns/${word}`;

export function moveTo(netlink: Netlink, device: string, target: string | number, dialect: IpDialect): void {
  ask(dialect, 'namespace', () => netlink.moveLink(device, target));
}

/** Is `address` in a prefix, which may be a bare address? */
export function holds(prefix: string, address: string): boolean {
  const [network = '', length] = prefix.split('/');
  if (familyOf(network) !== familyOf(address)) return false;
  return within(address, network, length === undefined ? widthOf(address) : Number(length));
}
