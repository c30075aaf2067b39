import fc from 'fast-check';
import type { NetNamespace } from '../inet/net-namespace.ts';
import type { NetDevice } from '../link/device.ts';
import { randomMac } from '../link/mac-address.ts';
import { conntrackOf, netfilterOf } from '../netfilter/netfilter.ts';
import type { RuleSpec } from '../netfilter/rule.ts';
import { ADDRESSES } from '../random-network.test-support.ts';
import type { WatchedNetwork } from './watched-network.test-support.ts';

export type Step = (world: WatchedNetwork) => void;

const RULES: readonly RuleSpec[] = [
  { matches: [{ kind: 'conntrack', states: ['ESTABLISHED'] }], target: { kind: 'ACCEPT' } },
  { protocol: { number: 1 }, target: { kind: 'DROP' } },
  { inInterface: { name: 'br0' }, target: { kind: 'ACCEPT' } },
  { matches: [{ kind: 'limit', period: 10_000, burst: 2 }], target: { kind: 'ACCEPT' } },
  { matches: [{ kind: 'length', first: 85, last: 1500 }], target: { kind: 'DROP' } },
  { matches: [{ kind: 'addrtype', destinationType: { type: 'LOCAL' } }] },
  { matches: [{ kind: 'ttl', how: 'lt', value: 64 }] },
  { protocol: { number: 17 }, target: { kind: 'MARK', value: 1, mask: 0xffffffff } },
  { target: { kind: 'RETURN' } },
  { matches: [{ kind: 'physdev', in: { name: 'veth0.0' } }] },
];

const pick = <T>(list: readonly T[], chance: number): T => list[chance % list.length] as T;

const PORT_SETTINGS = [
  ...[{ isolated: true }, { hairpin: true }, { learning: false }, { flood: false }, { state: 0 }],
  { isolated: false, hairpin: false, learning: true, flood: true, state: 3 },
];

type DeviceChange = (device: NetDevice, owner: NetNamespace, chance: number) => void;

const DEVICE_CHANGES: readonly DeviceChange[] = [
  ({ name }, { configuration }, chance) => configuration.setLink(name, { up: chance % 3 > 0 }),
  ({ name }, { configuration }, chance) => configuration.setLink(name, { mtu: pick([68, 600, 1500, 9000], chance) }),
  ({ name }, { configuration, environment }) => configuration.setLink(name, { address: randomMac(environment.random) }),
  ({ name }, { configuration }, chance) => configuration.setLink(name, { arp: chance % 2 > 0 }),
  ({ name }, { configuration }, chance) => configuration.setLink(name, { promiscuous: chance % 2 > 0 }),
  ({ name }, { configuration }, chance) => configuration.setLink(name, { master: chance % 2 ? null : 'br0' }),
  ({ name }, namespace, chance) => namespace.netlink(true).setLink(name, { port: pick(PORT_SETTINGS, chance) }),
  ({ name }, namespace, chance) => {
    const state = pick(['permanent', 'static', 'dynamic'] as const, chance);
    const address = pick(namespace.netlink(true).forwarding(), chance)?.address;
    if (address) namespace.netlink(true).setForwarding({ address, device: name, state, replaced: true });
  },
  (device, { devices }, chance) => devices.rename(device, pick(['br0', 'x0', 'x1'], chance)),
  ({ name }, namespace) => namespace.deleteDevice(name),
  ({ name }, { configuration }, chance) => configuration.addAddress(name, pick(ADDRESSES, chance), 24),
  (device, { addresses }) => {
    const [first] = addresses.of(device);
    if (first) addresses.remove(first);
  },
];

type NamespaceChange = (namespace: NetNamespace, chance: number, world: WatchedNetwork) => void;

const HOOKS = ['FORWARD', 'FORWARD', 'INPUT', 'OUTPUT', 'POSTROUTING', 'PREROUTING'];

const NAMESPACE_CHANGES: readonly NamespaceChange[] = [
  ({ configuration }, chance) => {
    const [destination, prefix] = pick([['0.0.0.0', 0] as const, ['10.0.1.0', 24] as const], chance);
    configuration.deleteRoute({ destination, prefix });
  },
  ({ configuration }, chance) =>
    configuration.addRoute({ destination: pick(ADDRESSES, chance), prefix: 32, type: 'blackhole' }),
  ({ policy }, chance) =>
    policy.addRule({ action: 'unreachable', source: { address: pick(ADDRESSES, chance), prefix: 32 } }),
  ({ policy }) => policy.deleteRule({ action: 'unreachable' }),
  ({ sysctls }, chance) => sysctls.set('ip_forward', chance % 2),
  ({ sysctls }, chance) => sysctls.set('conf/all/rp_filter', chance % 3),
  ({ sysctls }, chance) => sysctls.set('icmp_echo_ignore_all', chance % 2),
  (namespace, chance) => {
    const table = pick(['filter', 'mangle', 'raw', 'filter', 'filter'] as const, chance);
    netfilterOf(namespace).tables[table].insert(pick(HOOKS, chance >> 2), pick(RULES, chance));
  },
  (namespace, chance) => {
    const { filter } = netfilterOf(namespace).tables;
    const { rules } = filter.chain('FORWARD');
    if (rules.length > 0) filter.deleteAt('FORWARD', chance % rules.length);
  },
  (namespace, chance) =>
    netfilterOf(namespace).tables.filter.setPolicy(pick(HOOKS, chance), pick(['ACCEPT', 'DROP'], chance >> 1)),
  (namespace) => netfilterOf(namespace).tables.filter.zero(),
  (namespace, chance) => conntrackOf(namespace).flush(({ id }) => id % 2 === chance % 2),
  ({ neighbours, configuration }, chance) => {
    const known = pick(neighbours.list, chance);
    if (known) configuration.deleteNeighbour(known.address, known.device);
  },
  ({ neighbours, configuration }, chance, { network }) => {
    const known = pick(neighbours.list, chance);
    const state = pick(['PERMANENT', 'STALE', 'REACHABLE'] as const, chance);
    if (known) configuration.setNeighbour({ ...known, lladdr: pick(network.cards, chance).mac, state });
  },
  (namespace, chance, world) => world.listen(namespace, chance % 2 > 0),
  (_, chance, world) => world.capture(chance % 3 === 0),
];

const chance = fc.nat(60);

/** Something that an administrator may do; most often at the first router. What is refused is written down. */
export const changes: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...DEVICE_CHANGES), fc.nat(40), chance)
      .map(([change, at, how]) => (world: WatchedNetwork) => {
        const device = world.device(at);
        const owner = world.namespaces.find((namespace) => namespace === device.owner);
        if (owner) world.attempt(owner, () => change(device, owner, how));
      }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...NAMESPACE_CHANGES), fc.oneof(fc.constant(1), fc.nat(40)), chance)
      .map(([change, at, how]) => (world: WatchedNetwork) => {
        const namespace = world.namespace(at);
        world.attempt(namespace, () => change(namespace, how, world));
      }),
  },
);
