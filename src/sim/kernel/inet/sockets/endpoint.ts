import { Errno } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import type { SocketAddress } from '../../socket.ts';
import { formatIpv4, parseIpv4 } from '../../wire/address.ts';
import { type IpAddress, parseIp } from '../../wire/ip-address.ts';
import { linkOf } from '../ip-output.ts';
import type { IpPacket } from '../ip-packet.ts';
import { ANY, isLinkLocal, isMulticast, LOOPBACK } from '../ipv6/address.ts';

/** One end of a conversation; address 0 is « any » of whichever family, port 0 « none ». */
export interface Endpoint {
  readonly address: IpAddress;
  readonly port: number;
  /** The device whose link the address belongs to. */
  readonly scope?: NetDevice | undefined;
}

const MAPPED = '::ffff:';

/** Where a packet comes from, at that port. */
export const senderOf = (packet: IpPacket, port: number): Endpoint => ({
  address: packet.source,
  port,
  scope: linkOf(packet),
});

/** An endpoint as sockets of `family` name it: IPv6 maps the addresses of IPv4 (RFC 4291 §2.5.5.2). */
export function nameEndpoint({ address, port, scope }: Endpoint, family: 'inet' | 'inet6'): SocketAddress {
  if (typeof address === 'string')
    return { family: 'inet6', address, port, ...(scope && isLinkLocal(address) && { scope: scope.name }) };
  if (family === 'inet') return { family, address: formatIpv4(address), port };
  return { family, address: address === 0 ? ANY : MAPPED + formatIpv4(address), port };
}

/**
 * The endpoint that an address means; `::` is « any ». Throws EAFNOSUPPORT for another family than the socket's, EINVAL for what is
 * no address, ENODEV for a link that is none.
 */
export function endpointOf(
  address: SocketAddress,
  family: 'inet' | 'inet6',
  device: (name: string) => NetDevice | undefined,
): Endpoint {
  if (address.family !== family) throw new Errno(address.family === 'unix' ? 'EINVAL' : 'EAFNOSUPPORT');
  const { port } = address;
  const link = address.family === 'inet6' && address.scope !== undefined ? device(address.scope) : undefined;
  if (address.family === 'inet6' && address.scope !== undefined && link === undefined) throw new Errno('ENODEV');
  const mapped = address.address.startsWith(MAPPED) ? parseIpv4(address.address.slice(MAPPED.length)) : undefined;
  const number = mapped ?? parseIp(address.address);
  if (number === undefined || (typeof number === 'string') !== (family === 'inet6' && mapped === undefined))
    throw new Errno('EINVAL');
  return { address: number === ANY ? 0 : number, port, ...(link && { scope: link }) };
}

/** The same of a peer: nobody in particular is this machine itself, and one on a link must be told by which (EINVAL). */
export function peerOf(endpoint: Endpoint, family: 'inet' | 'inet6', device: NetDevice | undefined): Endpoint {
  const { address, scope } = endpoint;
  if (address === 0 && family === 'inet6') return { ...endpoint, address: LOOPBACK };
  const scoped = typeof address === 'string' && (isLinkLocal(address) || isMulticast(address));
  if (scoped && scope === undefined && device === undefined) throw new Errno('EINVAL');
  return endpoint;
}
