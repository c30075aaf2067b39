import { LOOPBACK_ADDRESS } from '../inet/address-table.ts';
import { Fragments } from '../inet/fragments.ts';
import type { Ipv4Net } from '../inet/ipv4-net.ts';
import { IPV4_HEADER, Packet } from '../inet/packet.ts';
import { ETHERNET_HEADER } from '../link/device.ts';
import { word } from '../wire/bytes.ts';
import { ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import type { Family } from './family.ts';
import { reject } from './reject.ts';

function packetIn(frame: Uint8Array): Packet | undefined {
  if (word(frame, 12) !== ETHERTYPE_IPV4) return undefined;
  if (frame.length < ETHERNET_HEADER + IPV4_HEADER || (frame[ETHERNET_HEADER] ?? 0) >> 4 !== 4) return undefined;
  const total = word(frame, ETHERNET_HEADER + 2);
  if (total < IPV4_HEADER || ETHERNET_HEADER + total > frame.length) return undefined;
  const packet = new Packet(frame, ETHERNET_HEADER, total, false);
  packet.frame = frame;
  return packet;
}

/** IPv4 of a namespace, as its firewall sees it. */
export function ipv4Family(net: Ipv4Net): Family {
  let heard: Fragments | undefined;
  return {
    environment: net.environment,
    trace: (device, detail) => net.trace(device, detail),
    get addressChanges() {
      return net.addresses.changes;
    },
    typeOf: (address) => net.addresses.typeOf(address as number),
    // nf_nat_masquerade_ipv4()
    speaksAs({ destination, outDevice }) {
      const nextHop = net.routes.find(destination as number)?.gateway ?? (destination as number);
      return outDevice && net.addresses.select(outDevice, nextHop);
    },
    // nf_nat_redirect_ipv4()
    redirectsTo: (hook, { inDevice }) =>
      hook === 'OUTPUT' ? LOOPBACK_ADDRESS : inDevice && net.addresses.of(inDevice)[0]?.address,
    reject: (packet, reason) => reject(net, packet as Packet, reason),
    packetIn,
    crossing: {
      add(piece) {
        heard ??= new Fragments(
          () => ({ cancel: () => undefined }),
          () => undefined,
        );
        return heard.add(piece as Packet);
      },
    },
  };
}
