import { formatIpv4, parseIpv4 } from '../../kernel/wire/address.ts';

/** An IPv4 network: its first address as an unsigned 32-bit number, and the length of its prefix. */
export interface Prefix {
  readonly address: number;
  readonly bits: number;
}

/** How many addresses a prefix of this length holds. */
const sizeOf = (bits: number): number => 2 ** (32 - bits);

/** `a.b.c.d/n` with host bits as they are written; undefined when `text` is none. */
export function parsePrefix(text: string): Prefix | undefined {
  const [quad = '', length = '', ...rest] = text.split('/');
  const address = parseIpv4(quad);
  if (address === undefined || rest.length > 0 || !/^(\d|[12]\d|3[0-2])$/.test(length)) return undefined;
  return { address, bits: Number(length) };
}

export const formatPrefix = (prefix: Prefix): string => `${formatIpv4(prefix.address)}/${prefix.bits}`;

/** The network that `prefix` is in: its host bits cleared. */
export const masked = ({ address, bits }: Prefix): Prefix => ({ address: address - (address % sizeOf(bits)), bits });

export const lastAddress = ({ address, bits }: Prefix): number => address + sizeOf(bits) - 1;

export const containsAddress = (prefix: Prefix, address: number): boolean =>
  address >= prefix.address && address <= lastAddress(prefix);

export const overlaps = (a: Prefix, b: Prefix): boolean => a.address <= lastAddress(b) && b.address <= lastAddress(a);

export const samePrefix = (a: Prefix, b: Prefix): boolean => a.address === b.address && a.bits === b.bits;

/** The networks of length `bits` that `prefix` is cut into, in order. */
export function* subnets(prefix: Prefix, bits: number): Generator<Prefix> {
  for (let address = prefix.address; address <= lastAddress(prefix); address += sizeOf(bits)) yield { address, bits };
}
