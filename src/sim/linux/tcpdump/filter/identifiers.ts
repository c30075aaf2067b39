import type { Task } from '../../../kernel/task.ts';
import { ipv6ToBytes, parseIpv4 } from '../../../kernel/wire/address.ts';
import type { HostAddress } from '../../resolver/host.ts';
import { FilterError } from './filter-error.ts';
import { or, type Test } from './filtered-packet.ts';
import { numberOf, type Token } from './lex.ts';
import { ETHERNET_PROTOCOLS, type LinkLayer } from './link-layer.ts';
import {
  demandAtMost,
  ethernetHost,
  host4,
  host6,
  IP_PROTOCOLS,
  invalid,
  port,
  protocolNumber,
  type Qualifiers,
} from './primitives.ts';

/** What names are looked up in. */
export interface Identifiers {
  addressesOf(host: string): Task<readonly HostAddress[]>;
  /** The services of this name: their protocols and their port. */
  servicesNamed(name: string): readonly { readonly protocol: string; readonly port: number }[];
}

interface Suffix {
  readonly prefix?: number;
  readonly mask?: string;
}

const ALL_ONES = 0xffff_ffff;
/** Of getprotobyname(3), those that no keyword of filters hides. */
const PROTOCOL_NUMBERS: Readonly<Record<string, number>> = {
  ...IP_PROTOCOLS,
  'ipv6-icmp': 58,
  gre: 47,
  ospf: 89,
  ipencap: 4,
};

/** One identifier with what qualifies it. Throws {@link FilterError}. */
export function* identify(
  link: LinkLayer,
  names: Identifiers,
  qualifiers: Qualifiers,
  token: Token,
  suffix: Suffix,
): Task<Test> {
  switch (token.kind) {
    case 'number':
      return number(link, qualifiers, token.value);
    case 'address':
      return address(link, qualifiers, token.text, suffix);
    case 'address6':
      return address6(link, qualifiers, token.text, suffix.prefix);
    case 'mac':
      if (qualifiers.protocol !== 'link' || (qualifiers.type ?? 'host') !== 'host')
        throw new FilterError('Ethernet address used in non-ether expression');
      return ethernetHost(link, qualifiers.direction, token.text, 'link host XX:XX:XX:XX:XX:XX');
    case 'id':
      return yield* named(link, names, qualifiers, token.text);
    default:
      if (qualifiers.protocol !== 'link')
        throw new FilterError("'link' is the only valid proto qualifier for 'host $XX'");
      throw invalid(qualifiers.type ?? 'host', '$XX');
  }
}

const shifted = (value: number, bits: number): number => (bits >= 32 ? 0 : (value << bits) >>> 0);

/** gen_ncode() of a bare number. */
function number(link: LinkLayer, qualifiers: Qualifiers, value: number): Test {
  const { protocol, type } = qualifiers;
  switch (type) {
    case undefined:
    case 'host':
    case 'net': {
      if (protocol === 'link') throw new FilterError(`illegal link-layer address '${value}'`);
      if (type !== 'net') return host4(link, qualifiers, value, ALL_ONES, 'host <IPv4 address>');
      let bits = 0;
      while (value !== 0 && shifted(value, bits) >>> 24 === 0) bits += 8;
      return host4(link, qualifiers, shifted(value, bits), shifted(ALL_ONES, bits), 'net <IPv4 address>');
    }
    case 'port':
    case 'portrange':
      demandPortProtocol(protocol, type);
      demandAtMost('port number', value, 65_535);
      return port(link, qualifiers, value, value);
    case 'proto':
      return protocolNumber(link, protocol, value);
    default:
      throw invalid('gateway', String(value));
  }
}

function demandPortProtocol(protocol: string | undefined, type: string): void {
  if (protocol !== undefined && !['tcp', 'udp', 'sctp'].includes(protocol)) throw invalid(protocol, type);
}

/** The number that one to four parts stand for, and how many bits they are (atoin()). */
function parts(text: string): { value: number; bits: number } {
  let value = 0;
  const each = text.split('.').map(numberOf);
  for (const part of each) {
    if (part > 255) throw new FilterError(`invalid IPv4 address '${text}'`);
    value = value * 256 + part;
  }
  return { value, bits: each.length * 8 };
}

const PLAIN: Readonly<Record<string, string>> = {
  port: 'port',
  portrange: 'portrange',
  proto: 'proto',
};

/** gen_ncode(), gen_mcode() */
function address(link: LinkLayer, qualifiers: Qualifiers, text: string, { prefix, mask }: Suffix): Test {
  const { protocol, type } = qualifiers;
  const how = prefix !== undefined ? ' and prefix length' : mask !== undefined ? ' and netmask' : '';
  if (type !== undefined && type in PLAIN) throw new FilterError(`'${type}' qualifier applied to IPv4 address${how}`);
  const { value, bits } = parts(text);
  const network = shifted(value, 32 - bits);
  if (how === '') {
    if (type === 'gateway') throw invalid('gateway', text);
    if (protocol === 'link') throw new FilterError(`illegal link-layer address '${text}'`);
    const context = type === 'net' ? 'net <IPv4 address>' : 'host <IPv4 address>';
    return host4(link, qualifiers, network, shifted(ALL_ONES, 32 - bits), context);
  }
  if (prefix !== undefined) demandAtMost('netmask length', prefix, 32);
  const given = mask === undefined ? undefined : parts(mask);
  const ones = given ? shifted(given.value, 32 - given.bits) : shifted(ALL_ONES, 32 - (prefix ?? 0));
  const shown = mask === undefined ? `${text}/${prefix}` : `${text} mask ${mask}`;
  if ((network & ~ones) !== 0) throw new FilterError(`non-network bits set in "${shown}"`);
  if (type !== 'net') throw invalid(type ?? 'host', shown);
  return host4(link, qualifiers, network, ones, 'net <IPv4 prefix>');
}

/** gen_mcode6() */
function address6(link: LinkLayer, qualifiers: Qualifiers, text: string, given: number | undefined): Test {
  const { type = 'host' } = qualifiers;
  // Of libpcap's three texts one ends in a blank.
  const how = given === undefined ? '' : ` and prefix length${type === 'proto' ? ' ' : ''}`;
  if (type in PLAIN) throw new FilterError(`'${type}' qualifier applied to IPv6 address${how}`);
  const prefix = given ?? 128;
  if (prefix > 128) throw new FilterError('mask length must be <= 128');
  if (ipv6ToBytes(text).some((byte, i) => (byte & (0xff >> Math.max(0, Math.min(8, prefix - 8 * i)))) !== 0))
    throw new FilterError(`non-network bits set in "${text}/${prefix}"`);
  if (type === 'gateway' || (type === 'host' && prefix !== 128))
    throw invalid(type, prefix === 128 ? text : `${text}/${prefix}`);
  return host6(link, qualifiers, text, prefix, type === 'net' ? 'net <IPv6 prefix>' : 'host <IPv6 address>');
}

/** gen_scode() */
function* named(link: LinkLayer, names: Identifiers, qualifiers: Qualifiers, name: string): Task<Test> {
  const { protocol, type } = qualifiers;
  switch (type) {
    case 'net':
      throw new FilterError(`unknown network '${name}'`);
    case undefined:
    case 'host':
      if (protocol === 'link') throw new FilterError(`unknown Ethernet-like host '${name}'`);
      return yield* hostNamed(link, names, qualifiers, name);
    case 'port':
      demandPortProtocol(protocol, 'port');
      return portNamed(link, names, qualifiers, name);
    case 'portrange':
      demandPortProtocol(protocol, 'portrange');
      return portRange(link, names, qualifiers, name);
    case 'gateway':
      if (protocol !== undefined && !['ip', 'arp', 'rarp'].includes(protocol)) throw invalid(protocol, 'gateway');
      throw new FilterError(`unknown Ethernet-like host '${name}'`);
    default:
      return protocolNumber(link, protocol, protocolNamed(protocol, name));
  }
}

function* hostNamed(link: LinkLayer, names: Identifiers, qualifiers: Qualifiers, name: string): Task<Test> {
  const { protocol } = qualifiers;
  const context = 'host <Internet hostname>';
  const found = yield* names.addressesOf(name);
  if (found.length === 0) throw new FilterError(`unknown host '${name}'`);
  const tests = found.flatMap((host) => {
    if (host.family === 'inet')
      return protocol === 'ip6' ? [] : host4(link, qualifiers, parseIpv4(host.address) ?? 0, ALL_ONES, context);
    return ['ip', 'arp', 'rarp'].includes(protocol ?? '') ? [] : host6(link, qualifiers, host.address, 128, context);
  });
  if (tests.length === 0) throw new FilterError(`unknown host '${name}' for specified address family`);
  return or(...tests);
}

/** The port of a service; of these protocols, where one has it alone. */
function serviceOf(names: Identifiers, name: string, protocol: string | undefined) {
  const all = names.servicesNamed(name);
  const [first] = all;
  if (first === undefined) throw new FilterError(`unknown port '${name}'`);
  const protocols = new Set(all.map((service) => service.protocol));
  const only = protocols.size === 1 ? first.protocol : undefined;
  if (protocol !== undefined && only !== undefined && only !== protocol)
    throw new FilterError(`port '${name}' is ${only}`);
  return { port: first.port, protocol: protocol ?? only };
}

function portNamed(link: LinkLayer, names: Identifiers, qualifiers: Qualifiers, name: string): Test {
  const { port: value, protocol } = serviceOf(names, name, qualifiers.protocol);
  return port(link, { ...qualifiers, protocol }, value, value);
}

/** stringtoportrange() */
function portRange(link: LinkLayer, names: Identifiers, qualifiers: Qualifiers, text: string): Test {
  const hyphens = text.split('-').length - 1;
  if (hyphens === 0) throw new FilterError(`port range '${text}' contains no hyphen`);
  if (hyphens > 1) throw new FilterError(`port range '${text}' contains more than one hyphen`);
  const [low, high] = text.split('-').map((part) => {
    const known = /^\d+$/.test(part) ? numberOf(part) : names.servicesNamed(part)[0]?.port;
    if (known === undefined) throw new FilterError(`'${part}' is not a valid port`);
    demandAtMost('port number', known, 65_535);
    return known;
  }) as [number, number];
  return port(link, qualifiers, low, high);
}

function protocolNamed(within: string | undefined, name: string): number {
  const table = within === 'link' ? ETHERNET_PROTOCOLS : PROTOCOL_NUMBERS;
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found !== undefined && (within === undefined || ['link', 'ip', 'ip6'].includes(within))) return found;
  throw new FilterError(`unknown '${within === undefined ? '' : `${within} `}proto' value '${name}'`);
}
