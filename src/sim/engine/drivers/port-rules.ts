import type { AddressMatch, RuleSpec } from '../../kernel/netfilter/rule.ts';
import { parseIp } from '../../kernel/wire/ip-address.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../kernel/wire/ipv4.ts';
import type { BindingRequest } from '../ports/port-binding.ts';
import type { FamilyNetwork } from './bridge-firewall.ts';
import { first, last, type PlacedRule } from './placed-rule.ts';

const DOCKER = 'DOCKER';
const LOOPBACK = 127;

const exactly = (address: number): AddressMatch => ({ address, prefix: 32 });

/** `-p tcp --dport 80`. */
function transport(protocol: BindingRequest['protocol'], port: number): Pick<RuleSpec, 'protocol' | 'matches'> {
  const number = protocol === 'tcp' ? PROTOCOL_TCP : PROTOCOL_UDP;
  return { protocol: { number }, matches: [{ kind: protocol, destinationPort: { first: port, last: port } }] };
}

/** Rules for a port that is bound on the host (iptabler/port.go): those from IPv6 to IPv4 are the proxy's alone. */
export function portRules(network: FamilyNetwork, binding: BindingRequest): PlacedRule[] {
  const { interface: name, internal, unprotected } = network;
  const { protocol, hostAddress, hostPort, address, port } = binding;
  const bound = parseIp(hostAddress) ?? 0;
  if (internal || typeof bound === 'string' || typeof address === 'string') return [];
  const onHost = { ...(bound !== 0 && { destination: exactly(bound) }), ...transport(protocol, hostPort) };
  const elsewhere = { name, not: true };
  const to = { address, ports: { first: port, last: port } };
  const opened = { destination: exactly(address), ...transport(protocol, port) };
  const translation = last(DOCKER, { ...onHost, inInterface: elsewhere, target: { kind: 'DNAT', to } }, 'nat', 'DNAT');
  const opening = { ...opened, inInterface: elsewhere, outInterface: { name }, target: { kind: 'ACCEPT' } } as const;
  return [
    ...(bound >>> 24 === LOOPBACK ? [loopbackRule(onHost)] : []),
    // Port 0 of the host: none, where the container's own address is routed to.
    ...(hostPort === 0 ? [] : [translation]),
    ...(unprotected ? [] : [first(DOCKER, opening, 'filter', 'OPEN PORT')]),
  ];
}

/** filterPortMappedOnLoopback(): what is bound on the loopback is nobody else's. */
const loopbackRule = (onHost: RuleSpec): PlacedRule =>
  last('PREROUTING', { ...onHost, inInterface: { name: 'lo', not: true }, target: { kind: 'DROP' } }, 'raw');
