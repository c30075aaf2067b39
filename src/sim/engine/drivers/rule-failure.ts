import { isErrno } from '../../kernel/errno.ts';
import type { AddressMatch, InterfaceMatch, RuleSpec } from '../../kernel/netfilter/rule.ts';
import { formatIp } from '../../kernel/wire/ip-address.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP } from '../../kernel/wire/ipv4.ts';
import { systemError } from '../errors.ts';
import type { PlacedRule } from './placed-rule.ts';

const addressText = ({ address, prefix }: AddressMatch): string =>
  prefix === 32 ? formatIp(address) : `${formatIp(address)}/${prefix}`;

const option = (name: string, value: string | undefined, not = false): string[] =>
  value === undefined ? [] : [...(not ? ['!'] : []), name, value];

const interfaceWords = (name: string, match: InterfaceMatch | undefined): string[] =>
  option(name, match?.name, match?.not);

function protocolWords({ protocol }: RuleSpec): string[] {
  if (protocol === undefined) return [];
  const { number } = protocol;
  return ['-p', number === PROTOCOL_TCP ? 'tcp' : number === PROTOCOL_ICMP ? 'icmp' : 'udp'];
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
  const { address, ports } = target.to;
  const to = address === undefined ? undefined : formatIp(address) + (ports ? `:${ports.first}` : '');
  return ['-j', target.kind, ...option(target.kind === 'SNAT' ? '--to-source' : '--to-destination', to)];
}

/** The rule as dockerd tells it to iptables. */
function words(spec: RuleSpec): string[] {
  const { source, destination, inInterface, outInterface, target } = spec;
  const incoming = interfaceWords('-i', inInterface);
  const translated = target?.kind === 'DNAT';
  const to = destination ? addressText(destination) : translated ? '0/0' : undefined;
  return [
    ...(translated ? [] : incoming),
    ...option('-s', source && addressText(source), source?.not),
    ...interfaceWords('-o', outInterface),
    ...protocolWords(spec),
    ...option('-d', to, destination?.not),
    ...matchWords(spec),
    ...targetWords(spec),
    ...(translated ? incoming : []),
  ];
}

/** What dockerd says where a chain of its own is missing: who flushes tables by hand deletes those, too. */
export function ruleFailure({ table, chain, place, spec, what }: PlacedRule, error: unknown): unknown {
  if (!isErrno(error)) return error;
  const command = ['iptables', '--wait', '-t', table, place === 'first' ? '-I' : '-A', chain, ...words(spec)].join(' ');
  const reason = 'iptables: No chain/target/match by that name.\n (exit status 1)';
  return systemError(`Unable to enable ${what ?? 'NAT'} rule:  (iptables failed: ${command}: ${reason})`);
}
