import type { Topology, TopologyContainer, TopologyInterface, TopologyMachine } from '../sim/world.ts';
import type { Change } from './protocol.ts';

type Fact = Omit<Change, 'sign' | 'before'>;

/** A world as single facts, to be compared with another moment's. */
export type Facts = ReadonlyMap<string, Fact>;

/** @param rules by machine, each as `iptables -t TABLE …` would add it */
export function factsOf({ machines }: Topology, rules: ReadonlyMap<string, readonly string[]>): Facts {
  const facts = new Map<string, Fact>();
  const note = (fact: Fact): void => void facts.set(JSON.stringify([fact.kind, fact.where, fact.name]), fact);
  for (const machine of machines) {
    noteDocker(machine, note);
    for (const link of machine.interfaces) noteInterface(machine.name, link, note);
    const seen = new Map<string, number>();
    for (const rule of rules.get(machine.name) ?? []) {
      const times = (seen.get(rule) ?? 0) + 1;
      seen.set(rule, times);
      note({ kind: 'rule', where: machine.name, name: rule, detail: times > 1 ? `${times}×` : '' });
    }
  }
  return facts;
}

function noteDocker({ name: where, networks, containers }: TopologyMachine, note: (fact: Fact) => void): void {
  for (const { name, driver, subnets } of networks) {
    note({ kind: 'network', where, name, detail: [driver, ...subnets].join(', ') });
  }
  for (const container of containers) {
    note({ kind: 'container', where, name: container.name, detail: `${container.image}, ${container.state}` });
    noteEndpoints(where, container, networks, note);
    for (const link of container.interfaces) noteInterface(container.name, link, note);
  }
}

function noteEndpoints(
  where: string,
  { name, endpoints, ports }: TopologyContainer,
  networks: TopologyMachine['networks'],
  note: (fact: Fact) => void,
): void {
  for (const { network, address } of endpoints) {
    const known = networks.find(({ id }) => id === network);
    if (address !== '') note({ kind: 'endpoint', where, name: `${name} → ${known?.name ?? network}`, detail: address });
  }
  for (const port of ports) note({ kind: 'port', where, name: `${name}: ${port}`, detail: '' });
}

function noteInterface(where: string, link: TopologyInterface, note: (fact: Fact) => void): void {
  const { name, kind, up, master, addresses } = link;
  note({ kind: 'interface', where, name, detail: [kind, up ? 'up' : 'down', master].filter(Boolean).join(', ') });
  for (const address of addresses) note({ kind: 'address', where, name: `${name} ${address}`, detail: '' });
}

/** What differs between two moments, what is gone first. */
export function changesBetween(before: Facts, after: Facts): Change[] {
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, fact]) => ({ sign: '-' as const, ...fact }));
  const others = [...after].flatMap(([key, fact]): Change[] => {
    const former = before.get(key);
    if (former === undefined) return [{ sign: '+', ...fact }];
    return former.detail === fact.detail ? [] : [{ sign: '~', ...fact, before: former.detail }];
  });
  return [...gone, ...others];
}
