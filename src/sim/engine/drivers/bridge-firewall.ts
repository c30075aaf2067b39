import type { Netfilter } from '../../kernel/netfilter/netfilter.ts';
import type { AddressMatch, InterfaceMatch, RuleSpec, Target } from '../../kernel/netfilter/rule.ts';
import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import { PROTOCOL_ICMP, PROTOCOL_UDP } from '../../kernel/wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../../kernel/wire/ipv6.ts';
import { wrapped } from '../errors.ts';
import { type Prefix, widthOf } from '../ipam/prefix.ts';
import { isIpv6, type PortBinding } from '../ports/port-binding.ts';
import { first, last, type PlacedRule } from './placed-rule.ts';
import { portRules } from './port-rules.ts';
import { ruleFailure } from './rule-failure.ts';

const FORWARD = 'FORWARD';
const DOCKER = 'DOCKER';
const DOCKER_FORWARD = 'DOCKER-FORWARD';
const DOCKER_BRIDGE = 'DOCKER-BRIDGE';
const DOCKER_CT = 'DOCKER-CT';
const DOCKER_USER = 'DOCKER-USER';
const ISOLATION_STAGE_1 = 'DOCKER-ISOLATION-STAGE-1';
const ISOLATION_STAGE_2 = 'DOCKER-ISOLATION-STAGE-2';

const FILTER_CHAINS = [
  DOCKER,
  DOCKER_FORWARD,
  DOCKER_BRIDGE,
  DOCKER_CT,
  ISOLATION_STAGE_1,
  ISOLATION_STAGE_2,
  DOCKER_USER,
];

const ACCEPT: Target = { kind: 'ACCEPT' };
const DROP: Target = { kind: 'DROP' };
const jump = (chain: string): Target => ({ kind: 'jump', chain });

/** What the firewall is told of a network (firewaller.NetworkConfig). */
export interface FirewallNetwork {
  /** The bridge's name. */
  readonly interface: string;
  readonly internal: boolean;
  /** Inter-container communication. */
  readonly icc: boolean;
  readonly masquerade: boolean;
  /** Interfaces that may reach its containers' own addresses. */
  readonly trusted: readonly string[];
  /** Undefined where it has no subnet of the family. */
  readonly ipv4: FirewallFamily<number> | undefined;
  readonly ipv6: FirewallFamily<string> | undefined;
}

/** What holds for one family (NetworkConfigFam). */
export interface FirewallFamily<A extends IpAddress> {
  readonly subnet: Prefix<A>;
  /** Its containers' own addresses are routed to, not translated. */
  readonly routed: boolean;
  /** Nothing keeps others from its containers' own addresses but isolation. */
  readonly unprotected: boolean;
  /** The source address of what leaves; undefined: that of the way it takes. */
  readonly hostAddress: A | undefined;
}

/** A network as one family's rules see it. */
export type FamilyNetwork = Omit<FirewallNetwork, FamilyName> & FirewallFamily<IpAddress>;

const FAMILIES = ['ipv4', 'ipv6'] as const;
type FamilyName = (typeof FAMILIES)[number];

const familyOf = (address: IpAddress): FamilyName => (typeof address === 'number' ? 'ipv4' : 'ipv6');

/** The rules with which dockerd lets its bridges' packets through, or not (libnetwork/drivers/bridge/internal/iptabler of 28.5). */
export class BridgeFirewall {
  readonly #netfilters: Readonly<Record<FamilyName, Netfilter>>;

  /** Makes Docker's chains in iptables and in ip6tables, and the jumps to them. */
  constructor(netfilters: Readonly<Record<FamilyName, Netfilter>>) {
    this.#netfilters = netfilters;
    for (const family of FAMILIES) {
      const { nat, filter } = netfilters[family].tables;
      if (!nat.find(DOCKER)) nat.newChain(DOCKER);
      for (const chain of FILTER_CHAINS) if (!filter.find(chain)) filter.newChain(chain);
      for (const rule of jumps(LOOPBACKS[family])) this.#add(family, rule);
    }
  }

  /** What the engine does where it was the one to make the host a router. */
  dropForwarded(family: FamilyName): void {
    this.#netfilters[family].tables.filter.setPolicy(FORWARD, 'DROP');
  }

  /** Throws, and leaves none of its rules, where someone has deleted a chain. */
  addNetwork(network: FirewallNetwork): void {
    try {
      this.#addAll(network, networkRules);
    } catch (error) {
      this.deleteNetwork(network);
      throw wrapped(error, 'Failed to Setup IP tables');
    }
  }

  deleteNetwork(network: FirewallNetwork): void {
    this.#deleteAll(network, networkRules);
  }

  addEndpoint(network: FirewallNetwork, addresses: readonly IpAddress[]): void {
    this.#addAll(network, (own, family) => endpointRules(own, addresses.filter(isOf(family))));
  }

  /** Its connections are forgotten too: the next container with these addresses has none of them. */
  deleteEndpoint(network: FirewallNetwork, addresses: readonly IpAddress[]): void {
    this.#deleteAll(network, (own, family) => endpointRules(own, addresses.filter(isOf(family))));
    this.#forget(addresses);
  }

  /** Opens ports of the host that lead into the network. */
  addPorts(network: FirewallNetwork, bindings: readonly PortBinding[]): void {
    this.#addAll(network, (own, family) => bindingsOf(bindings, family).flatMap((binding) => portRules(own, binding)));
  }

  deletePorts(network: FirewallNetwork, bindings: readonly PortBinding[]): void {
    this.#deleteAll(network, (own, family) => bindingsOf(bindings, family).flatMap((each) => portRules(own, each)));
  }

  /**
   * Ends what netfilter knows of connections from or to an endpoint, and of datagrams to its ports of the host
   * that went somewhere else until now (clearConntrackEntries).
   */
  forgetConnections(addresses: readonly IpAddress[], bindings: readonly PortBinding[]): void {
    this.#forget(addresses);
    const udp = new Set(bindings.filter(({ protocol }) => protocol === 'udp').map(({ hostPort }) => hostPort));
    if (udp.size === 0) return;
    this.#conntrack.flush(({ original }) => original.protocol === PROTOCOL_UDP && udp.has(original.destinationPort));
  }

  /** One of both families. */
  get #conntrack(): Netfilter['conntrack'] {
    return this.#netfilters.ipv4.conntrack;
  }

  #forget(addresses: readonly IpAddress[]): void {
    this.#conntrack.flush(
      ({ original, reply }) => addresses.includes(original.source) || addresses.includes(reply.source),
    );
  }

  #addAll(network: FirewallNetwork, rules: RulesOf): void {
    for (const [family, rule] of placedRules(network, rules)) this.#add(family, rule);
  }

  #deleteAll(network: FirewallNetwork, rules: RulesOf): void {
    for (const [family, rule] of placedRules(network, rules)) this.#delete(family, rule);
  }

  /** Only what is not there yet, as every rule of dockerd (iptables.ProgramRule). */
  #add(family: FamilyName, rule: PlacedRule): void {
    const { table, chain, place, spec } = rule;
    const rules = this.#netfilters[family].tables[table];
    try {
      if (rules.has(chain, spec)) return;
      if (place === 'first') rules.insert(chain, spec);
      else rules.append(chain, spec);
    } catch (error) {
      throw ruleFailure(rule, family === 'ipv4' ? 'iptables' : 'ip6tables', error);
    }
  }

  /** Whoever deletes the rule by hand leaves nothing to do here. */
  #delete(family: FamilyName, { table, chain, spec }: PlacedRule): void {
    const rules = this.#netfilters[family].tables[table];
    if (rules.find(chain) && rules.has(chain, spec)) rules.delete(chain, spec);
  }
}

type RulesOf = (network: FamilyNetwork, family: FamilyName) => PlacedRule[];

/** What there is to say of each family that the network has. */
const placedRules = (network: FirewallNetwork, rules: RulesOf): (readonly [FamilyName, PlacedRule])[] =>
  FAMILIES.flatMap((family) => {
    const own = network[family];
    return own === undefined ? [] : rules({ ...network, ...own }, family).map((rule) => [family, rule] as const);
  });

const isOf = (family: FamilyName) => (address: IpAddress) => familyOf(address) === family;

/** Those from one family's addresses of the host to the same family's of the container: from IPv6 to IPv4 the proxy leads alone. */
const bindingsOf = (bindings: readonly PortBinding[], family: FamilyName): PortBinding[] =>
  bindings.filter(({ address, hostAddress }) => {
    return familyOf(address) === family && isIpv6(hostAddress) === (family === 'ipv6');
  });

const LOCAL: RuleSpec['matches'] = [{ kind: 'addrtype', destinationType: { type: 'LOCAL' } }];

const LOOPBACKS: Readonly<Record<FamilyName, AddressMatch>> = {
  ipv4: { address: 0x7f000000, prefix: 8, not: true },
  ipv6: { address: '::1', prefix: 128, not: true },
};

/** setupIPChains(), and setupUserChain() of the controller; the ones in filter were put on top of each other. */
const jumps = (destination: AddressMatch): readonly PlacedRule[] => [
  last('PREROUTING', { matches: LOCAL, target: jump(DOCKER) }, 'nat'),
  last('OUTPUT', { destination, matches: LOCAL, target: jump(DOCKER) }, 'nat'),
  first(FORWARD, { target: jump(DOCKER_FORWARD) }),
  first(DOCKER_FORWARD, { target: jump(DOCKER_BRIDGE) }),
  first(DOCKER_FORWARD, { target: jump(ISOLATION_STAGE_1) }),
  first(DOCKER_FORWARD, { target: jump(DOCKER_CT) }),
  first(FORWARD, { target: jump(DOCKER_USER) }),
];

/** setupIPTables(). */
function networkRules(network: FamilyNetwork): PlacedRule[] {
  return network.internal ? internalRules(network) : [...natRules(network), ...externalRules(network)];
}

function internalRules({ interface: name, subnet, icc }: FamilyNetwork): PlacedRule[] {
  const bridge: InterfaceMatch = { name };
  const others = { address: subnet.address, prefix: subnet.bits, not: true };
  // Within an IPv6 network there are addresses that its subnet does not hold: link-local ones and groups.
  const elsewhere = familyOf(subnet.address) === 'ipv6' && { name, not: true };
  const incoming = { destination: others, inInterface: bridge, ...(elsewhere && { outInterface: elsewhere }) };
  const outgoing = { source: others, outInterface: bridge, ...(elsewhere && { inInterface: elsewhere }) };
  return [
    first(ISOLATION_STAGE_1, { ...incoming, target: DROP }, 'filter', 'DROP INCOMING'),
    first(ISOLATION_STAGE_1, { ...outgoing, target: DROP }, 'filter', 'DROP OUTGOING'),
    last(DOCKER_FORWARD, { inInterface: bridge, outInterface: bridge, target: icc ? ACCEPT : DROP }),
  ];
}

/** Where the userland proxy runs, a network's own containers leave published ports to it. */
function natRules({ interface: name, subnet, masquerade, routed, hostAddress: address }: FamilyNetwork): PlacedRule[] {
  if (!masquerade) return [];
  const source = { address: subnet.address, prefix: subnet.bits };
  const target: Target = address === undefined ? { kind: 'MASQUERADE', to: {} } : { kind: 'SNAT', to: { address } };
  const translation = first('POSTROUTING', { source, outInterface: { name, not: true }, target }, 'nat');
  const skip = first(DOCKER, { inInterface: { name }, target: { kind: 'RETURN' } }, 'nat', 'SKIP DNAT');
  return routed ? [skip] : [translation, skip];
}

function externalRules(network: FamilyNetwork): PlacedRule[] {
  const { interface: name, icc, unprotected } = network;
  const bridge: InterfaceMatch = { name };
  const elsewhere: InterfaceMatch = { name, not: true };
  const answers: RuleSpec['matches'] = [{ kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'] }];
  const outgoing = icc
    ? [last(DOCKER_FORWARD, { inInterface: bridge, target: ACCEPT }, 'filter', 'ACCEPT OUTGOING')]
    : [
        last(DOCKER_FORWARD, { inInterface: bridge, outInterface: bridge, target: DROP }),
        last(DOCKER_FORWARD, { inInterface: bridge, outInterface: elsewhere, target: ACCEPT }),
      ];
  return [
    ...(network.routed ? routedRules(network, answers) : []),
    ...outgoing,
    last(DOCKER, { inInterface: elsewhere, outInterface: bridge, target: unprotected ? ACCEPT : DROP }),
    last(DOCKER_CT, { outInterface: bridge, matches: answers, target: ACCEPT }),
    last(DOCKER_BRIDGE, { outInterface: bridge, target: jump(DOCKER) }),
    last(ISOLATION_STAGE_1, { inInterface: bridge, outInterface: elsewhere, target: jump(ISOLATION_STAGE_2) }),
    first(ISOLATION_STAGE_2, { outInterface: bridge, target: DROP }),
  ];
}

/** setICMP(), setINC(): other networks may send there, as far as ports are open, and are answered. */
function routedRules({ interface: name, subnet }: FamilyNetwork, answers: RuleSpec['matches'] & object): PlacedRule[] {
  const bridge: InterfaceMatch = { name };
  const number = familyOf(subnet.address) === 'ipv4' ? PROTOCOL_ICMP : PROTOCOL_ICMPV6;
  return [
    last(DOCKER, { outInterface: bridge, protocol: { number }, target: ACCEPT }),
    first(ISOLATION_STAGE_1, { outInterface: bridge, target: { kind: 'RETURN' } }),
    first(ISOLATION_STAGE_1, { inInterface: bridge, matches: answers, target: ACCEPT }),
  ];
}

/** filterDirectAccess(): a container's own address is for its network, its host and whom they trust. */
function endpointRules(network: FamilyNetwork, addresses: readonly IpAddress[]): PlacedRule[] {
  const { interface: name, internal, routed, unprotected, trusted, subnet } = network;
  if (internal || routed || unprotected) return [];
  return addresses.flatMap((address) => {
    const destination = { address, prefix: widthOf(subnet.address) };
    const allowed = trusted.map((from) => ({ destination, inInterface: { name: from }, target: ACCEPT }));
    const others = { destination, inInterface: { name, not: true }, target: DROP };
    return [...allowed, others].map((spec) => last('PREROUTING', spec, 'raw'));
  });
}
