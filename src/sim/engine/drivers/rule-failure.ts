import { isErrno } from '../../kernel/errno.ts';
import type { AddressMatch, InterfaceMatch, RuleSpec } from '../../kernel/netfilter/rule.ts';
import { natText } from '../../kernel/netfilter/rule-text.ts';
import { formatIp } from '../../kernel/wire/ip-address.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../kernel/wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../../kernel/wire/ipv6.ts';
import { systemError } from '../errors.ts';
import { widthOf } from '../ipam/prefix.ts';
import type { PlacedRule } from './placed-rule.ts';

const addressText = ({ address, prefix }: AddressMatch): string =>
  prefix === widthOf(address) ? formatIp(address) : `${formatIp(address)}/${prefix}`;

const option = (name: string, value: string | undefined, not = false): string[] =>
  value === undefined ? [] : [...(not ? ['!'] : []), name, value];

const interfaceWords = (name: string, match: InterfaceMatch | undefined): string[] =>
  option(name, match?.name, match?.not);

const PROTOCOLS = new Map([
  [PROTOCOL_TCP, 'tcp'],
  [PROTOCOL_UDP, 'udp'],
  [PROTOCOL_ICMP, 'icmp'],
  [PROTOCOL_ICMPV6, 'icmpv6'],
]);

function protocolWords({ protocol }: RuleSpec): string[] {
  if (protocol === undefined) return [];
  const { number } = protocol;
  return ['-p', PROTOCOLS.get(number) ?? String(number)];
}

function matchWords({ matches = [] }: RuleSpec): string[] {
  return matches.flatMap((match) => {
    if (match.kind === 'tcp' || match.kind === 'udp') return option('--dport', match.destinationPort?.first.toString());
    if (match.kind === 'conntrack') return ['-m', 'conntrack', '--ctstate', match.states.join(',')];
    return [];
  });
}

function targetWords({ target }: RuleSpec): string[] {
  if (target === undefined) return [];
  if (target.kind === 'jump' || target.kind === 'goto') return ['-j', target.chain];
  if (!('to' in target)) return ['-j', target.kind];
  const to = target.to.address === undefined ? undefined : natText(target.to);
  return ['-j', target.kind, ...option(target.kind === 'SNAT' ? '--to-source' : '--to-destination', to)];
}

/** The rule as dockerd tells it to iptables. */
function words(spec: RuleSpec): string[] {
  const { source, destination, inInterface, outInterface, target } = spec;
  const incoming = interfaceWords('-i', inInterface);
  const from = option('-s', source && addressText(source), source?.not);
  const translated = target?.kind === 'DNAT';
  const to = destination ? addressText(destination) : translated ? '0/0' : undefined;
  return [
    ...(translated ? [] : incoming),
    ...(translated ? [] : from),
    ...interfaceWords('-o', outInterface),
    ...protocolWords(spec),
    ...option('-d', to, destination?.not),
    ...matchWords(spec),
    ...targetWords(spec),
    ...(translated ? [...incoming, ...from] : []),
  ];
}

/** What dockerd says where a chain of its own is missing: who flushes tables by hand deletes those, too. */
export function ruleFailure(rule: PlacedRule, program: 'iptables' | 'ip6tables', error: unknown): unknown {
  if (!isErrno(error)) return error;
  const { table, chain, place, spec, what } = rule;
  const command = [program, '--wait', '-t', table, place === 'first' ? '-I' : '-A', chain, ...words(spec)].join(' ');
  const reason = `${program}: No chain/target/match by that name.\n (exit status 1)`;
  return systemError(`Unable to enable ${what ?? 'NAT'} rule:  (iptables failed: ${command}: ${reason})`);
}
