import { maskOf } from '../inet/address-table.ts';
import type { IpPacket } from '../inet/ip-packet.ts';
import { BROADCAST, macAt, macNumber } from '../link/mac-address.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import type { Test } from './compile.ts';
import type { Connection } from './conntrack/connection.ts';
import { stateOf, trackedOf } from './conntrack/tracked.ts';
import type { Tuple } from './conntrack/tuple.ts';
import type { AddressMatch, AddressRange, ConntrackMatch, Match } from './rule.ts';

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

/** statistic_mt() */
export function statisticTest(match: Extract<Match, { kind: 'statistic' }>): Test {
  if ('probability' in match)
    return ({ family }) => family.environment.random.integer(0, 0x7fff_ffff) < match.probability;
  let count = match.every - 1 - match.packet;
  return () => {
    count = count === match.every - 1 ? 0 : count + 1;
    return count === 0;
  };
}

/** pkttype_mt(): how the frame was addressed that it came in. */
export const frameTypeTest =
  (type: 'unicast' | 'broadcast' | 'multicast'): Test =>
  ({ packet: { frame } }) => {
    const to = frame === undefined ? 0 : macAt(frame, 0);
    const group = frame !== undefined && ((frame[0] ?? 0) & 1) === 1;
    return type === (to === BROADCAST ? 'broadcast' : group ? 'multicast' : 'unicast');
  };

/** string_mt() */
export function stringTest({ pattern, from, to, anyCase }: Extract<Match, { kind: 'string' }>): Test {
  const fold = (text: string): string => (anyCase ? text.toLowerCase() : text);
  const wanted = fold(pattern);
  return ({ packet: { bytes } }) => {
    const at = fold(String.fromCharCode(...bytes)).indexOf(wanted, from);
    return at >= 0 && at <= to;
  };
}

/** conntrack_mt(): what a connection is, and in which direction of it the packet goes. */
export function conntrackTest({ states, not, ...asked }: ConntrackMatch, addressTest: AddressTest): Test {
  const { protocol, addresses = {}, ports = {}, direction } = asked;
  const ends = Object.entries(addresses).map(
    ([name, match]) => [name, match.not ?? false, addressTest(match)] as const,
  );
  const others = ends.length > 0 || Object.keys(ports).length > 0 || protocol || direction;
  return ({ packet }) => {
    const tracked = trackedOf(packet);
    if (states.length > 0 && states.some((state) => isIn(state, packet)) === (not ?? false)) return false;
    if (!others) return true;
    if (!tracked) return false;
    const { connection } = tracked;
    if (protocol && (connection.original.protocol === protocol.number) === (protocol.not ?? false)) return false;
    if (direction && direction.toLowerCase() !== tracked.direction) return false;
    return (
      ends.every(([name, inverted, holds]) => holds(endOf(connection, name)) !== inverted) &&
      Object.entries(ports).every(([name, { first, last, not: inverted = false }]) => {
        const port = portOf(connection, name);
        return (port >= first && port <= last) !== inverted;
      })
    );
  };
}

type AddressTest = (match: AddressMatch) => (address: IpAddress) => boolean;

function isIn(state: ConntrackMatch['states'][number], packet: IpPacket): boolean {
  const translated = trackedOf(packet)?.connection.translated;
  if (state === 'SNAT') return translated?.source ?? false;
  return state === 'DNAT' ? (translated?.destination ?? false) : state === stateOf(packet);
}

const tupleNamed = (connection: Connection, name: string): Tuple =>
  name.startsWith('orig') ? connection.original : connection.reply;

const endOf = (connection: Connection, name: string): IpAddress =>
  tupleNamed(connection, name)[name.endsWith('src') ? 'source' : 'destination'];

const portOf = (connection: Connection, name: string): number =>
  tupleNamed(connection, name)[name.endsWith('srcport') ? 'sourcePort' : 'destinationPort'];
