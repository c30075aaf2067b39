import fc from 'fast-check';
import { Clock } from './clock.ts';
import { isErrno } from './errno.ts';
import { NetNamespace } from './inet/net-namespace.ts';
import { Bridge } from './link/bridge.ts';
import type { NetDevice } from './link/device.ts';
import type { NetEnvironment } from './link/environment.ts';
import { createVethPair } from './link/veth.ts';
import { netfilterOf } from './netfilter/netfilter.ts';
import type { RuleSpec, Target } from './netfilter/rule.ts';
import { Random } from './random.ts';
import type { Trace } from './trace.ts';
import { parseIpv4 } from './wire/address.ts';

/** One link: a container at a bridge, or a bridge of its own. */
interface LinkPlan {
  readonly up: boolean;
  readonly mtu: number;
}

interface RulePlan {
  readonly chain: 'nat PREROUTING' | 'nat POSTROUTING' | 'nat OUTPUT' | 'raw PREROUTING' | 'filter DOCKER-USER';
  readonly spec: RuleSpec;
}

interface RouterPlan {
  readonly forwards: boolean;
  readonly firewall: boolean;
  readonly bridges: readonly (LinkPlan & { readonly containers: readonly LinkPlan[] })[];
  readonly rules: readonly RulePlan[];
  /** Which router it takes for the one that knows the way to each of the others, right or wrong. */
  readonly ways: readonly number[];
}

/** Routers at one LAN, each with bridges, and containers at those. Nothing of it is product. */
export type NetworkPlan = readonly RouterPlan[];

const link = fc.record({
  up: fc.integer({ min: 0, max: 19 }).map((chance) => chance > 0),
  mtu: fc.constantFrom(1500, 1500, 1500, 1400, 576, 68),
});

const number = (address: string): number => parseIpv4(address) ?? 0;

/** The addresses that a plan can give, those that mean something to all, and some that nobody has. */
export const ADDRESSES = [
  ...['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.1.2', '10.1.0.1', '10.1.0.2', '10.1.0.3', '10.2.0.2'],
  ...['192.168.65.1', '192.168.65.2', '192.168.65.3', '10.1.0.9', '10.7.0.1', '8.8.8.8'],
  ...['127.0.0.1', '0.0.0.0', '255.255.255.255', '10.0.0.255', '10.1.0.0', '224.0.0.1', '240.0.0.1'],
];

const subnet = fc
  .tuple(fc.constantFrom(...ADDRESSES), fc.constantFrom(8, 16, 24, 32), fc.boolean())
  .map(([address, prefix, not]) => ({ address: number(address), prefix, not }));

const anyCriteria = fc.record(
  {
    source: subnet,
    destination: subnet,
    inInterface: fc.record({ name: fc.constantFrom('eth0', 'br0', 'br+'), not: fc.boolean() }),
    protocol: fc.record({ number: fc.constantFrom(1, 6, 17) }),
    matches: fc.constantFrom(
      [{ kind: 'conntrack', states: ['INVALID'] }],
      [{ kind: 'conntrack', states: ['RELATED', 'ESTABLISHED'], not: true }],
      [{ kind: 'addrtype', destinationType: { type: 'LOCAL' } }],
    ),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<RuleSpec>;

/** Mostly such as meet something. */
const criteria: fc.Arbitrary<RuleSpec> = fc.oneof(
  fc.record({ protocol: fc.record({ number: fc.constantFrom(1, 6, 17) }) }),
  anyCriteria,
);

const range = fc.record({
  address: fc.constantFrom(...ADDRESSES.slice(0, 14)).map(number),
  ports: fc.option(fc.constant({ first: 80, last: 80 }), { nil: undefined }),
});

const targets = {
  'nat PREROUTING': range.map((to) => ({ kind: 'DNAT', to })),
  'nat OUTPUT': range.map((to) => ({ kind: 'DNAT', to })),
  'nat POSTROUTING': fc.oneof(
    range.map((to) => ({ kind: 'SNAT', to })),
    fc.constant({ kind: 'MASQUERADE', to: {} }),
  ),
  'raw PREROUTING': fc.constant({ kind: 'DROP' }),
  'filter DOCKER-USER': fc.constantFrom(
    { kind: 'DROP' },
    { kind: 'RETURN' },
    { kind: 'REJECT', with: 'tcp-reset' },
    { kind: 'REJECT', with: 'icmp-port-unreachable' },
  ),
} as Readonly<Record<RulePlan['chain'], fc.Arbitrary<Target>>>;

/** Ports can only be translated where the rule insists on a protocol that has them; a reset is for TCP. */
function sound({ spec: { target, protocol } }: RulePlan): boolean {
  if (target && 'with' in target && target.with === 'tcp-reset') return protocol?.number === 6;
  return !(target && 'to' in target && target.to.ports && (protocol?.number ?? 1) === 1);
}

const rule = fc
  .constantFrom(...(Object.keys(targets) as RulePlan['chain'][]))
  .chain((chain) =>
    fc.tuple(criteria, targets[chain]).map(([{ inInterface, ...spec }, target]) => ({
      chain,
      spec: { ...spec, ...(inInterface && chain.includes('PRE') && { inInterface }), target },
    })),
  )
  .filter(sound);

const router = fc.record({
  forwards: fc.integer({ min: 0, max: 4 }).map((chance) => chance > 0),
  firewall: fc.integer({ min: 0, max: 3 }).map((chance) => chance > 0),
  bridges: fc.array(
    fc.tuple(link, fc.array(link, { minLength: 1, maxLength: 3 })).map(([own, containers]) => ({ ...own, containers })),
    { minLength: 1, maxLength: 2 },
  ),
  rules: fc.array(rule, { maxLength: 4 }),
  ways: fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
});

export const networkPlan: fc.Arbitrary<NetworkPlan> = fc.array(router, { minLength: 1, maxLength: 3 });

/** A network as a plan wants it. */
export class RandomNetwork {
  readonly clock = new Clock(0);
  readonly namespaces: NetNamespace[] = [];
  /** Where frames are put on the wire: the inner ends of all veths. */
  readonly cards: NetDevice[] = [];
  readonly #environment: NetEnvironment;

  constructor(plan: NetworkPlan, trace: Trace) {
    this.#environment = { machine: 'm', clock: this.clock, random: new Random(1), trace };
    const lan = this.#namespace('lan');
    const wire = this.#bridge(lan, 'lan0', '192.168.65.254', { up: true, mtu: 1500 });
    const routers = plan.map((router, i) => this.#router(router, i, wire));
    // The plan may name routers that there are none of, and gateways whose link is down.
    plan.forEach(({ ways }, i) => {
      ways.forEach((way, to) => {
        const gateway = `192.168.65.${way + 1}`;
        if (to !== i) this.#route(routers[i] as NetNamespace, `10.${to}.0.0`, 16, gateway);
      });
    });
  }

  #namespace(name: string): NetNamespace {
    const namespace = new NetNamespace(this.#environment, name);
    namespace.configuration.setLink('lo', { up: true });
    this.namespaces.push(namespace);
    return namespace;
  }

  #bridge(namespace: NetNamespace, name: string, address: string, { up, mtu }: LinkPlan): Bridge {
    const bridge = new Bridge(this.#environment, { name, mtu });
    namespace.addDevice(bridge);
    namespace.configuration.addAddress(name, address, 24);
    namespace.configuration.setLink(name, { up });
    return bridge;
  }

  /** A new end of `namespace` at `bridge`, in whose namespace the other end is named `port`. */
  #join(bridge: Bridge, port: string, namespace: NetNamespace, address: string, { up, mtu }: LinkPlan): void {
    const [outside, inside] = createVethPair(this.#environment, { name: port, mtu }, { name: 'eth0', mtu });
    const home = bridge.owner as NetNamespace;
    home.addDevice(outside);
    namespace.addDevice(inside);
    bridge.addPort(outside);
    home.configuration.setLink(port, { up: true });
    namespace.configuration.addAddress('eth0', address, 24);
    namespace.configuration.setLink('eth0', { up });
    this.cards.push(inside);
  }

  #router(plan: RouterPlan, index: number, wire: Bridge): NetNamespace {
    const namespace = this.#namespace(`router${index}`);
    namespace.sysctls.set('ip_forward', plan.forwards ? 1 : 0);
    this.#join(wire, `to${index}`, namespace, `192.168.65.${index + 1}`, { up: true, mtu: 1500 });
    plan.bridges.forEach((own, b) => {
      const bridge = this.#bridge(namespace, `br${b}`, `10.${index}.${b}.1`, own);
      own.containers.forEach((link, c) => {
        const container = this.#namespace(`container${index}.${b}.${c}`);
        this.#join(bridge, `veth${b}.${c}`, container, `10.${index}.${b}.${c + 2}`, link);
        this.#route(container, '0.0.0.0', 0, `10.${index}.${b}.1`);
      });
    });
    if (plan.firewall) this.#firewall(namespace, plan.rules);
    return namespace;
  }

  #route(namespace: NetNamespace, destination: string, prefix: number, gateway: string): void {
    try {
      namespace.configuration.addRoute({ destination, prefix, gateway });
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }

  #firewall(namespace: NetNamespace, rules: readonly RulePlan[]): void {
    const { tables } = netfilterOf(namespace);
    tables.filter.newChain('DOCKER-USER');
    tables.filter.append('FORWARD', { target: { kind: 'jump', chain: 'DOCKER-USER' } });
    for (const { chain, spec } of rules) {
      const [table, name] = chain.split(' ') as ['nat' | 'raw' | 'filter', string];
      tables[table].append(name, spec);
    }
  }
}
