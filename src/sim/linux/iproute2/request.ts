import { isErrno } from '../../kernel/errno.ts';
import type { Netlink } from '../../kernel/netlink.ts';
import { parseIpv4 } from '../../kernel/wire/address.ts';
import { Failure } from '../call.ts';
import type { IpDialect, Request } from './dialect.ts';

/** Does what netlink may refuse. */
export function ask(dialect: IpDialect, request: Request, change: () => void): void {
  try {
    change();
  } catch (error) {
    throw isErrno(error) ? new Failure(dialect.refused(request, error), dialect.status.answers) : error;
  }
}

/** Ends the program where there is no such device; `changing`: it was to be changed, not shown. */
export function knownDevice(netlink: Netlink, dialect: IpDialect, name: string, changing: boolean): void {
  if (!netlink.links().some((link) => link.name === name))
    throw new Failure(dialect.noDevice(name, changing), dialect.status.noDevice);
}

/** Is it a hardware address, as `ip` and `arp` read them? */
export const isHardware = (text: string): boolean => /^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(text);

/** An IPv4 address, with or without the length of a prefix. */
export const isPrefix = (word: string): boolean => {
  const [address = '', length] = word.split('/');
  return parseIpv4(address) !== undefined && (length === undefined || (/^\d+$/.test(length) && Number(length) <= 32));
};
