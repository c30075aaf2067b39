import { FilterError } from './filter-error.ts';
import { and, type FilteredPacket, type Test } from './filtered-packet.ts';
import { ETHERNET_PROTOCOLS, type LinkLayer } from './link-layer.ts';
import { IP_PROTOCOLS, protocol, transportLoad } from './primitives.ts';

/** A 32-bit number that is computed of a packet. */
export interface Value {
  readonly of: (packet: FilteredPacket) => number;
  /** What must hold for it to be computed. */
  readonly guards: readonly Test[];
  /** Where it is the same for all. */
  readonly constant?: number;
}

export const constant = (value: number): Value => ({ of: () => value, guards: [], constant: value });
export const packetLength: Value = { of: (packet) => packet.length, guards: [] };

type Operation = (a: number, b: number) => number;

/** Division by nothing ends a BPF program without the packet being wanted: here as what no comparison holds for. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  '+': (a, b) => (a + b) >>> 0,
  '-': (a, b) => (a - b) >>> 0,
  '*': (a, b) => Math.imul(a, b) >>> 0,
  '/': (a, b) => (b === 0 ? Number.NaN : Math.floor(a / b)),
  '%': (a, b) => (b === 0 ? Number.NaN : a % b),
  '&': (a, b) => (a & b) >>> 0,
  '|': (a, b) => (a | b) >>> 0,
  '^': (a, b) => (a ^ b) >>> 0,
  '<<': (a, b) => (b > 31 ? 0 : (a << b) >>> 0),
  '>>': (a, b) => (b > 31 ? 0 : a >>> b),
};

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

export const isComparison = (text: string): boolean => Object.hasOwn(COMPARISONS, text);
export const isOperation = (text: string): boolean => Object.hasOwn(OPERATIONS, text);

/** gen_arth() */
export function operate(operator: string, a: Value, b: Value): Value {
  if (operator === '/' && b.constant === 0) throw new FilterError('division by zero');
  if (operator === '%' && b.constant === 0) throw new FilterError('modulus by zero');
  if ((operator === '<<' || operator === '>>') && (b.constant ?? 0) > 31)
    throw new FilterError('shift by more than 31 bits');
  const compute = OPERATIONS[operator] as Operation;
  return { of: (packet) => compute(a.of(packet), b.of(packet)), guards: [...a.guards, ...b.guards] };
}

/** gen_relation() */
export function compare(operator: string, a: Value, b: Value): Test {
  const holds = COMPARISONS[operator] as (a: number, b: number) => boolean;
  return and(...a.guards, ...b.guards, (packet) => {
    const [left, right] = [a.of(packet), b.of(packet)];
    return !Number.isNaN(left) && !Number.isNaN(right) && holds(left, right);
  });
}

/** `protocol[index:size]` (gen_load()). */
export function load(link: LinkLayer, name: string, index: Value, size: number): Value {
  if (size !== 1 && size !== 2 && size !== 4) throw new FilterError('data size must be 1, 2, or 4');
  const { guard, at } = baseOf(link, name);
  return {
    of: (packet) => packet.load((at(packet) + index.of(packet)) >>> 0, size),
    guards: [...index.guards, ...(guard ? [guard] : [])],
  };
}

function baseOf(link: LinkLayer, name: string): { guard?: Test; at: (packet: FilteredPacket) => number } {
  if (name === 'link') return { at: () => 0 };
  const { payload } = link;
  if (name === 'icmp6') {
    const next = link.load(6, 1);
    const guard = and(protocol(link, 'ip6'), (packet) => next(packet) === IP_PROTOCOLS.icmp6);
    return { guard, at: () => payload + 40 };
  }
  if (name in ETHERNET_PROTOCOLS) return { guard: protocol(link, name), at: () => payload };
  const number = IP_PROTOCOLS[name];
  if (number === undefined || name === 'ah' || name === 'esp')
    throw new FilterError(`'${name}' does not support the index operation`);
  return transportLoad(link, number);
}
