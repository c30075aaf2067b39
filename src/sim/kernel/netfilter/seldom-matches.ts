import { maskOf } from '../inet/address-table.ts';
import type { IpPacket } from '../inet/ip-packet.ts';
import { macAt, macNumber } from '../link/mac-address.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import type { Test } from './compile.ts';
import { trackedOf } from './conntrack/tracked.ts';
import type { AddressRange, Match } from './rule.ts';

const SOURCE_MAC = 6;

/** mac_mt(): of what came in a frame; two packets of one connection may come in frames of different senders. */
export function macTest(address: string): Test {
  const wanted = macNumber(address.toLowerCase());
  return ({ packet: { frame } }) => frame !== undefined && macAt(frame, SOURCE_MAC) === wanted;
}

/** iprange_mt4() */
export const rangeTest =
  ({ first, last }: AddressRange, side: (packet: IpPacket) => IpAddress): Test =>
  ({ packet }) => {
    const address = side(packet);
    return typeof address === 'number' && address >= first && address <= last;
  };

/** connlimit_mt(): the connections from, or to, a subnet; those of TCP that are over no longer count. */
export function connlimitTest({ limit, over, prefix, side }: Extract<Match, { kind: 'connlimit' }>): Test {
  const mask = maskOf(prefix);
  const subnet = (address: IpAddress): IpAddress => (typeof address === 'number' ? (address & mask) >>> 0 : address);
  const end = ({ source, destination }: { readonly source: IpAddress; readonly destination: IpAddress }): IpAddress =>
    subnet(side === 'saddr' ? source : destination);
  return ({ packet, conntrack }) => {
    const own = trackedOf(packet)?.connection;
    const counted = new Set(
      conntrack.table.list.filter(
        ({ original, tcp }) => end(original) === end(packet) && tcp !== 'TIME_WAIT' && tcp !== 'CLOSE',
      ),
    );
    if (own) counted.add(own);
    return counted.size > limit === over;
  };
}
