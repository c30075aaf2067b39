import { bitsOf, textOf } from '../../kernel/inet/ipv6/address.ts';
import { parseIpv4 } from '../../kernel/wire/address.ts';
import { formatIp, type IpAddress, parseIp } from '../../kernel/wire/ip-address.ts';

/** A network: its first address, IPv4 as an unsigned 32-bit number or IPv6 as text in RFC 5952's form, and the length of its prefix. */
export interface Prefix<A extends IpAddress = number> {
  readonly address: A;
  readonly bits: number;
}

type AnyPrefix = Prefix<IpAddress>;

/** From the first address of a network to its last, as integers. */
export interface Block {
  readonly first: bigint;
  readonly last: bigint;
}

const isIpv4 = (prefix: AnyPrefix): prefix is Prefix => typeof prefix.address === 'number';

/** How many addresses an IPv4 prefix of this length holds. */
const sizeOf = (bits: number): number => 2 ** (32 - bits);

/** How long addresses of its family are. */
export const widthOf = (address: IpAddress): number => (typeof address === 'number' ? 32 : 128);

const hostBits = ({ address, bits }: AnyPrefix): number => widthOf(address) - bits;

/** How many addresses it holds; those of IPv6 nearly. */
export const capacity = (prefix: AnyPrefix): number => 2 ** hostBits(prefix);

const integerOf = (address: IpAddress): bigint => (typeof address === 'number' ? BigInt(address) : bitsOf(address));

export function blockOf(prefix: AnyPrefix): Block {
  const width = BigInt(hostBits(prefix));
  const first = (integerOf(prefix.address) >> width) << width;
  return { first, last: first + (1n << width) - 1n };
}

const LENGTH = /^(0|[1-9]\d{0,2})$/;

/** `a.b.c.d/n` or `x:y::/n`, with host bits as they are written; undefined when `text` is none. */
export function parseAnyPrefix(text: string): AnyPrefix | undefined {
  const [written = '', length = '', ...rest] = text.split('/');
  const address = parseIp(written);
  if (address === undefined || rest.length > 0 || !LENGTH.test(length)) return undefined;
  const bits = Number(length);
  return bits <= widthOf(address) ? { address, bits } : undefined;
}

/** `a.b.c.d/n` with host bits as they are written; undefined when `text` is none. */
export function parsePrefix(text: string): Prefix | undefined {
  const prefix = parseAnyPrefix(text);
  return prefix && isIpv4(prefix) ? prefix : undefined;
}

/** The same of IPv6. */
function parsePrefix6(text: string): Prefix<string> | undefined {
  const prefix = parseAnyPrefix(text);
  return prefix && !isIpv4(prefix) ? (prefix as Prefix<string>) : undefined;
}

/** How the addresses of a family are written. */
export interface Family<A extends IpAddress> {
  parsePrefix(text: string): Prefix<A> | undefined;
  parseAddress(text: string): A | undefined;
}

export const IPV4: Family<number> = { parsePrefix, parseAddress: parseIpv4 };

export const IPV6: Family<string> = {
  parsePrefix: parsePrefix6,
  parseAddress: (text) => {
    const address = parseIp(text);
    return typeof address === 'string' ? address : undefined;
  },
};

export const formatPrefix = (prefix: AnyPrefix): string => `${formatIp(prefix.address)}/${prefix.bits}`;

/** The address so many after the first one of `prefix`. */
export function addressAt<A extends IpAddress>(prefix: Prefix<A>): (offset: number) => A;
export function addressAt(prefix: AnyPrefix): (offset: number) => IpAddress {
  const { address } = prefix;
  if (typeof address === 'number') return (offset) => address + offset;
  const first = bitsOf(address);
  return (offset) => textOf(first + BigInt(offset));
}

/** The network that `prefix` is in: its host bits cleared. */
export function masked<A extends IpAddress>(prefix: Prefix<A>): Prefix<A>;
export function masked(prefix: AnyPrefix): AnyPrefix {
  const { bits } = prefix;
  if (isIpv4(prefix)) return { address: prefix.address - (prefix.address % sizeOf(bits)), bits };
  return { address: textOf(blockOf(prefix).first), bits };
}

export const lastAddress = ({ address, bits }: Prefix): number => address + sizeOf(bits) - 1;

export function containsAddress(prefix: AnyPrefix, address: IpAddress): boolean {
  if (isIpv4(prefix)) return typeof address === 'number' && address >= prefix.address && address <= lastAddress(prefix);
  if (typeof address === 'number') return false;
  const { first, last } = blockOf(prefix);
  const integer = bitsOf(address);
  return integer >= first && integer <= last;
}

export const overlaps = (a: AnyPrefix, b: AnyPrefix): boolean =>
  isIpv4(a) === isIpv4(b) && blocksOverlap(blockOf(a), blockOf(b));

export const blocksOverlap = (a: Block, b: Block): boolean => a.first <= b.last && b.first <= a.last;

export const samePrefix = (a: AnyPrefix, b: AnyPrefix): boolean => a.address === b.address && a.bits === b.bits;

/** The networks of length `bits` that `prefix` is cut into, in order. */
export function* subnets<A extends IpAddress>(prefix: Prefix<A>, bits: number): Generator<Prefix<A>> {
  const count = 2 ** (bits - prefix.bits);
  const step = capacity({ ...prefix, bits });
  const at = addressAt(prefix);
  for (let i = 0; i < count; i++) yield { address: at(i * step), bits };
}
