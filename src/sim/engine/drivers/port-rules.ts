import type { AddressMatch, RuleSpec } from '../../kernel/netfilter/rule.ts';
import { parseIpv4 } from '../../kernel/wire/address.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../kernel/wire/ipv4.ts';
import { type BindingRequest, isIpv6 } from '../ports/port-binding.ts';
import type { FirewallNetwork } from './bridge-firewall.ts';
import { first, last, type PlacedRule } from './placed-rule.ts';

const DOCKER = 'DOCKER';
const LOOPBACK = 127;

const exactly = (address: number): AddressMatch => ({ address, prefix: 32 });

/** `-p tcp --dport 80`. */
function transport(protocol: BindingRequest['protocol'], port: number): Pick<RuleSpec, 'protocol' | 'matches'> {
  const number = protocol === 'tcp' ? PROTOCOL_TCP : PROTOCOL_UDP;
  return { protocol: { number }, matches: [{ kind: protocol, destinationPort: { first: port, last: port } }] };
}

/** Rules for a port that is bound on the host (iptabler/port.go): those from IPv6 are the proxy's alone. */
export function portRules({ interface: name, internal }: FirewallNetwork, binding: BindingRequest): PlacedRule[] {
  const { protocol, hostAddress, hostPort, address, port } = binding;
  if (internal || isIpv6(hostAddress)) return [];
  const bound = parseIpv4(hostAddress) ?? 0;
  const onHost = { ...(bound !== 0 && { destination: exactly(bound) }), ...transport(protocol, hostPort) };
  const elsewhere = { name, not: true };
  const to = { address, ports: { first: port, last: port } };
  const opened = { destination: exactly(address), ...transport(protocol, port) };
  return [
    ...(bound >>> 24 === LOOPBACK ? [loopbackRule(onHost)] : []),
    last(DOCKER, { ...onHost, inInterface: elsewhere, target: { kind: 'DNAT', to } }, 'nat'),
    first(DOCKER, { ...opened, inInterface: elsewhere, outInterface: { name }, target: { kind: 'ACCEPT' } }),
  ];
}

/** filterPortMappedOnLoopback(): what is bound on the loopback is nobody else's. */
const loopbackRule = (onHost: RuleSpec): PlacedRule =>
  last('PREROUTING', { ...onHost, inInterface: { name: 'lo', not: true }, target: { kind: 'DROP' } }, 'raw');
