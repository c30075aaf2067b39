import { ParameterProblem } from './problem.ts';

/** As /etc/protocols has them. */
const PROTOCOLS: readonly (readonly [string, number])[] = [
  ['icmp', 1],
  ['igmp', 2],
  ['tcp', 6],
  ['udp', 17],
  ['dccp', 33],
  ['gre', 47],
  ['ipv6-icmp', 58],
  ['esp', 50],
  ['ah', 51],
  ['icmpv6', 58],
  ['ospf', 89],
  ['sctp', 132],
];

/** As /etc/services has them: what a listing without `-n` writes, and `--dport` takes. */
const SERVICES: readonly (readonly [string, number])[] = [
  ['ftp', 21],
  ['ssh', 22],
  ['telnet', 23],
  ['smtp', 25],
  ['domain', 53],
  ['bootps', 67],
  ['bootpc', 68],
  ['tftp', 69],
  ['http', 80],
  ['pop3', 110],
  ['ntp', 123],
  ['imap2', 143],
  ['snmp', 161],
  ['https', 443],
  ['imaps', 993],
  ['mysql', 3306],
  ['postgresql', 5432],
  ['mdns', 5353],
  ['http-alt', 8080],
];

const ICMP_TYPES: IcmpNames = [
  ['echo-reply', 0],
  ['pong', 0],
  ['destination-unreachable', 3],
  ['network-unreachable', 3, 0],
  ['host-unreachable', 3, 1],
  ['protocol-unreachable', 3, 2],
  ['port-unreachable', 3, 3],
  ['fragmentation-needed', 3, 4],
  ['network-prohibited', 3, 9],
  ['host-prohibited', 3, 10],
  ['communication-prohibited', 3, 13],
  ['source-quench', 4],
  ['redirect', 5],
  ['echo-request', 8],
  ['ping', 8],
  ['time-exceeded', 11],
  ['ttl-zero-during-transit', 11, 0],
  ['ttl-zero-during-reassembly', 11, 1],
  ['parameter-problem', 12],
  ['timestamp-request', 13],
  ['timestamp-reply', 14],
];

const isNumber = (text: string, most: number): boolean => /^\d+$/.test(text) && Number(text) <= most;

/** The number of a protocol, 0 for `all`. */
export function protocolNumber(text: string): number {
  if (isNumber(text, 255)) return Number(text);
  const name = text.toLowerCase();
  const found = name === 'all' ? 0 : PROTOCOLS.find(([known]) => known === name)?.[1];
  if (found === undefined) throw new ParameterProblem(`unknown protocol "${name}" specified`);
  return found;
}

/** Those that iptables itself has names for (xtables_chain_protos). */
const OWN_PROTOCOLS: readonly number[] = [1, 6, 17, 33, 50, 51, 58, 132];

/** With `numeric`, only the protocols that iptables itself knows have names. */
export function protocolName(number: number, numeric: boolean): string {
  if (number === 0) return 'all';
  const name = PROTOCOLS.find(([, known]) => known === number)?.[0];
  return name !== undefined && (!numeric || OWN_PROTOCOLS.includes(number)) ? name : `${number}`;
}

export function portNumber(text: string): number {
  if (isNumber(text, 0xffff)) return Number(text);
  const found = SERVICES.find(([name]) => name === text)?.[1];
  if (found === undefined) throw new ParameterProblem(`invalid port/service \`${text}' specified`);
  return found;
}

export const serviceName = (port: number, numeric: boolean): string =>
  (numeric ? undefined : SERVICES.find(([, known]) => known === port)?.[0]) ?? `${port}`;

type IcmpNames = readonly (readonly [string, number, number?])[];

/** Those of ICMPv6 (libxt_icmp.h, icmpv6_codes). */
const ICMPV6_TYPES: IcmpNames = [
  ['destination-unreachable', 1],
  ['no-route', 1, 0],
  ['communication-prohibited', 1, 1],
  ['beyond-scope', 1, 2],
  ['address-unreachable', 1, 3],
  ['port-unreachable', 1, 4],
  ['failed-policy', 1, 5],
  ['reject-route', 1, 6],
  ['packet-too-big', 2],
  ['time-exceeded', 3],
  ['ttl-exceeded', 3],
  ['ttl-zero-during-transit', 3, 0],
  ['ttl-zero-during-reassembly', 3, 1],
  ['parameter-problem', 4],
  ['bad-header', 4, 0],
  ['unknown-header-type', 4, 1],
  ['unknown-option', 4, 2],
  ['echo-request', 128],
  ['ping', 128],
  ['echo-reply', 129],
  ['pong', 129],
  ['router-solicitation', 133],
  ['router-advertisement', 134],
  ['neighbour-solicitation', 135],
  ['neighbor-solicitation', 135],
  ['neighbour-advertisement', 136],
  ['neighbor-advertisement', 136],
  ['redirect', 137],
];

const icmpNames = (kind: 'icmp' | 'icmp6'): IcmpNames => (kind === 'icmp' ? ICMP_TYPES : ICMPV6_TYPES);

/** `8`, `3/1` or a name. */
export function icmpType(text: string, kind: 'icmp' | 'icmp6'): { readonly type: number; readonly code?: number } {
  const [type = '', code, ...rest] = text.split('/');
  if (isNumber(type, 255) && rest.length === 0 && (code === undefined || isNumber(code, 255))) {
    return { type: Number(type), ...(code !== undefined && { code: Number(code) }) };
  }
  const found = icmpNames(kind).find(([name]) => name.startsWith(text.toLowerCase()));
  if (!found) throw new ParameterProblem(`Unknown ${kind === 'icmp' ? 'ICMP' : 'ICMPv6'} type \`${text}'`);
  return { type: found[1], ...(found[2] !== undefined && { code: found[2] }) };
}

export const icmpName = (kind: 'icmp' | 'icmp6', type: number, code: number | undefined): string | undefined =>
  icmpNames(kind).find(([, known, knownCode]) => known === type && knownCode === code)?.[0];
