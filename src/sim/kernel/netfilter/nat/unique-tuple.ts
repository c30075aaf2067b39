import type { Random } from '../../random.ts';
import type { IpAddress } from '../../wire/ip-address.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import type { Side } from '../conntrack/connection.ts';
import { invert, isIcmp, type Tuple } from '../conntrack/tuple.ts';
import type { NatRange } from '../rule.ts';

interface Ports {
  readonly first: number;
  readonly last: number;
}

export interface UniqueTupleOptions {
  readonly random: Random;
  /** Is this what the answers of another connection look like? */
  taken(reply: Tuple): boolean;
}

/**
 * get_unique_tuple() of net/netfilter/nf_nat_core.c: `current` with its `side` moved into `range`, and another port or id where
 * two connections would look the same. Where all are taken it is not unique, and confirmation will fail.
 */
export function uniqueTuple(current: Tuple, side: Side, range: NatRange, options: UniqueTupleOptions): Tuple {
  const moved: Tuple = { ...current, [side]: addressIn(range, current) ?? current[side] };
  const { ports } = range;
  if (ports === undefined ? isFree(moved, options) : fits(moved, side, ports, options)) return moved;
  const choice = ports ?? defaultPorts(moved, side);
  if (choice === undefined) return moved;
  const size = choice.last - choice.first + 1;
  const offset = ports === undefined && side === 'source' ? options.random.integer(0, 0xffff) : 0;
  for (let i = 0; i < size; i++) {
    const candidate = withPort(moved, side, choice.first + ((offset + i) % size));
    if (size === 1 || isFree(candidate, options)) return candidate;
  }
  return moved;
}

/** find_best_ips_proto(): of several the same for the same sender. */
function addressIn({ address, last }: NatRange, { source }: Tuple): IpAddress | undefined {
  if (typeof address !== 'number' || last === undefined) return address;
  return address + (Number(source) % (last - address + 1));
}

function isFree(tuple: Tuple, { taken }: UniqueTupleOptions): boolean {
  const reply = invert(tuple);
  return reply === undefined || !taken(reply);
}

const portOf = (tuple: Tuple, side: Side): number =>
  side === 'source' || isIcmp(tuple.protocol) ? tuple.sourcePort : tuple.destinationPort;

function withPort(tuple: Tuple, side: Side, port: number): Tuple {
  if (side === 'source' || isIcmp(tuple.protocol)) return { ...tuple, sourcePort: port };
  return { ...tuple, destinationPort: port };
}

function fits(tuple: Tuple, side: Side, ports: Ports, options: UniqueTupleOptions): boolean {
  const port = portOf(tuple, side);
  if (port < ports.first || port > ports.last) return false;
  return ports.first === ports.last || isFree(tuple, options);
}

/** nf_nat_l4proto_unique_tuple(): a port stays among its kind: below 512, below 1024, or above. */
function defaultPorts(tuple: Tuple, side: Side): Ports | undefined {
  if (isIcmp(tuple.protocol)) return { first: 0, last: 0xffff };
  if (tuple.protocol !== PROTOCOL_TCP && tuple.protocol !== PROTOCOL_UDP) return undefined;
  if (side === 'destination') return undefined;
  if (tuple.sourcePort < 512) return { first: 1, last: 511 };
  return tuple.sourcePort < 1024 ? { first: 600, last: 1023 } : { first: 1024, last: 0xffff };
}
