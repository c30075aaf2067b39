import type { AddressMatch, RuleSpec } from '../../kernel/netfilter/rule.ts';
import { type IpAddress, parseIp } from '../../kernel/wire/ip-address.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../kernel/wire/ipv4.ts';
import { widthOf } from '../ipam/prefix.ts';
import type { BindingRequest } from '../ports/port-binding.ts';
import type { FamilyNetwork } from './bridge-firewall.ts';
import { first, last, type PlacedRule } from './placed-rule.ts';

const DOCKER = 'DOCKER';
const LOOPBACK = 127;

const exactly = (address: IpAddress): AddressMatch => ({ address, prefix: widthOf(address) });

/** What comes from the link itself is not for a port of IPv6 (setPerPortNAT). */
const ELSEWHERE: AddressMatch = { address: 'fe80::', prefix: 10, not: true };

/** `-p tcp --dport 80`. */
function transport(protocol: 'tcp' | 'udp', port: number): Pick<RuleSpec, 'protocol' | 'matches'> {
  const number = protocol === 'tcp' ? PROTOCOL_TCP : PROTOCOL_UDP;
  return { protocol: { number }, matches: [{ kind: protocol, destinationPort: { first: port, last: port } }] };
}

/** Rules for a port that is bound on the host, to a container's address of the same family (iptabler/port.go). */
export function portRules(network: FamilyNetwork, binding: BindingRequest): PlacedRule[] {
  const { interface: name, internal, unprotected } = network;
  const { protocol, hostAddress, hostPort, address, port } = binding;
  const bound = parseIp(hostAddress) ?? 0;
  if (internal || protocol === 'sctp') return [];
  const isAny = bound === 0 || bound === '::';
  const onHost = { ...(!isAny && { destination: exactly(bound) }), ...transport(protocol, hostPort) };
  const source = typeof bound === 'string' && { source: ELSEWHERE };
  const elsewhere = { name, not: true };
  const to = { address, ports: { first: port, last: port } };
  const opened = { destination: exactly(address), ...transport(protocol, port) };
  const translation = last(
    DOCKER,
    { ...source, ...onHost, inInterface: elsewhere, target: { kind: 'DNAT', to } },
    'nat',
    'DNAT',
  );
  const opening = { ...opened, inInterface: elsewhere, outInterface: { name }, target: { kind: 'ACCEPT' } } as const;
  return [
    ...(typeof bound === 'number' && bound >>> 24 === LOOPBACK ? [loopbackRule(onHost)] : []),
    // Port 0 of the host: none, where the container's own address is routed to.
    ...(hostPort === 0 ? [] : [translation]),
    ...(unprotected ? [] : [first(DOCKER, opening, 'filter', 'OPEN PORT')]),
  ];
}

/** filterPortMappedOnLoopback(): what is bound on the loopback is nobody else's. */
const loopbackRule = (onHost: RuleSpec): PlacedRule =>
  last('PREROUTING', { ...onHost, inInterface: { name: 'lo', not: true }, target: { kind: 'DROP' } }, 'raw');
