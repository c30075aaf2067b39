import { Errno } from '../../errno.ts';
import type { SocketAddress } from '../../socket.ts';
import { formatIpv4, parseIpv4 } from '../../wire/address.ts';
import { type Endpoint, endpointOf } from './inet-socket.ts';

const MAPPED = '::ffff:';
const ANY = '::';

/** An IPv4 endpoint as sockets of `family` name it: IPv6 maps them (RFC 4291 §2.5.5.2). */
export function nameEndpoint({ address, port }: Endpoint, family: 'inet' | 'inet6'): SocketAddress {
  const dotted = formatIpv4(address);
  if (family === 'inet') return { family, address: dotted, port };
  return { family, address: address === 0 ? ANY : MAPPED + dotted, port };
}

/**
 * The IPv4 endpoint that an address of either family means; `::` is « any ».
 * Throws EAFNOSUPPORT for another family than the socket's, EADDRNOTAVAIL for addresses that only IPv6 has.
 */
export function mappedEndpoint(address: SocketAddress, family: 'inet' | 'inet6'): Endpoint {
  if (address.family !== family) throw new Errno(address.family === 'unix' ? 'EINVAL' : 'EAFNOSUPPORT');
  if (address.family === 'inet') return endpointOf(address);
  if (address.address === ANY) return { address: 0, port: address.port };
  const number = address.address.startsWith(MAPPED) ? parseIpv4(address.address.slice(MAPPED.length)) : undefined;
  if (number === undefined) throw new Errno('EADDRNOTAVAIL');
  return { address: number, port: address.port };
}
