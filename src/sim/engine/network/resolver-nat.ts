import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { programLater } from '../../kernel/netfilter/netfilter.ts';
import type { RuleSpec, Target } from '../../kernel/netfilter/rule.ts';
import type { Table } from '../../kernel/netfilter/table.ts';
import { parseIpv4 } from '../../kernel/wire/address.ts';
import { PROTOCOL_TCP, PROTOCOL_UDP } from '../../kernel/wire/ipv4.ts';
import { DNS_PORT, type Transport } from './external-server.ts';

/** Where the resolver is seen, in each sandbox that has one. */
export const RESOLVER_ADDRESS = '127.0.0.11';

const ADDRESS = parseIpv4(RESOLVER_ADDRESS) ?? 0;
const OUTPUT_CHAIN = 'DOCKER_OUTPUT';
const POSTROUTING_CHAIN = 'DOCKER_POSTROUTING';
const PROTOCOLS: Readonly<Record<Transport, number>> = { udp: PROTOCOL_UDP, tcp: PROTOCOL_TCP };

const only = (port: number) => ({ first: port, last: port });
const resolver = { address: ADDRESS, prefix: 32 };

function questionRule(transport: Transport, port: number): RuleSpec {
  const target: Target = { kind: 'DNAT', to: { address: ADDRESS, ports: only(port) } };
  const matches = [{ kind: transport, destinationPort: only(DNS_PORT) }];
  return { destination: resolver, protocol: { number: PROTOCOLS[transport] }, matches, target };
}

function answerRule(transport: Transport, port: number): RuleSpec {
  const target: Target = { kind: 'SNAT', to: { ports: only(DNS_PORT) } };
  const matches = [{ kind: transport, sourcePort: only(port) }];
  return { source: resolver, protocol: { number: PROTOCOLS[transport] }, matches, target };
}

/**
 * Leads questions to 127.0.0.11:53 to where the resolver listens, so that port 53 stays free for the container's own programs
 * (libnetwork/resolver_unix.go, setupIptablesNAT).
 */
export const programResolverNat = (namespace: NetNamespace, ports: Readonly<Record<Transport, number>>): void =>
  programLater(namespace, ({ tables: { nat } }) => addRules(nat, ports));

function addRules(nat: Table, ports: Readonly<Record<Transport, number>>): void {
  for (const [hook, chain] of [
    ['OUTPUT', OUTPUT_CHAIN],
    ['POSTROUTING', POSTROUTING_CHAIN],
  ] as const) {
    nat.newChain(chain);
    nat.insert(hook, { destination: resolver, target: { kind: 'jump', chain } });
  }
  for (const transport of ['udp', 'tcp'] as const) {
    nat.insert(OUTPUT_CHAIN, questionRule(transport, ports[transport]));
    nat.insert(POSTROUTING_CHAIN, answerRule(transport, ports[transport]));
  }
}
