import { LOOPBACK } from '../inet/ipv6/address.ts';
import { reassembly6 } from '../inet/ipv6/fragments6.ts';
import type { Ipv6Net } from '../inet/ipv6/ipv6-net.ts';
import { IPV6_HEADER, Packet6 } from '../inet/ipv6/packet6.ts';
import { ETHERNET_HEADER } from '../link/device.ts';
import { word } from '../wire/bytes.ts';
import { ETHERTYPE_IPV6 } from '../wire/ethernet.ts';
import type { Family } from './family.ts';
import { reject6 } from './reject6.ts';

function packetIn(frame: Uint8Array): Packet6 | undefined {
  if (word(frame, 12) !== ETHERTYPE_IPV6) return undefined;
  if (frame.length < ETHERNET_HEADER + IPV6_HEADER || (frame[ETHERNET_HEADER] ?? 0) >> 4 !== 6) return undefined;
  const end = ETHERNET_HEADER + IPV6_HEADER + word(frame, ETHERNET_HEADER + 4);
  return end > frame.length ? undefined : new Packet6(frame.subarray(ETHERNET_HEADER, end));
}

/** IPv6 of a namespace, as its firewall sees it. */
export function ipv6Family(net: Ipv6Net): Family {
  const heard = reassembly6({ after: () => ({ cancel: () => undefined }), expired: () => undefined });
  return {
    environment: net.environment,
    trace: (device, detail) => net.trace(device, detail),
    typeOf: (address) => net.addresses.typeOf(`${address}`),
    // nf_nat_masquerade_ipv6()
    speaksAs: ({ destination, outDevice }) => outDevice && net.addresses.select(outDevice, `${destination}`),
    // nf_nat_redirect_ipv6()
    redirectsTo: (hook, { inDevice }) =>
      hook === 'OUTPUT'
        ? LOOPBACK
        : inDevice && net.addresses.of(inDevice).find(({ tentative, failed }) => !tentative && !failed)?.address,
    reject: (packet, reason) => reject6(net, packet as Packet6, reason),
    packetIn,
    crossing: { add: (piece) => heard.add(new Packet6(piece.bytes.slice())) },
  };
}
