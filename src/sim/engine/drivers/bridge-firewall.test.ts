import { expect, test } from 'vitest';
import type { TableName } from '../../kernel/netfilter/iptables.ts';
import { netfilter6Of, netfilterOf } from '../../kernel/netfilter/netfilter.ts';
import { tableText } from '../../kernel/netfilter/rule-text.ts';
import { failure, TestEngine } from '../test-engine.test-support.ts';

/** What `iptables -t TABLE -S` would print on the engine's host. */
const rules = (host: TestEngine, table: TableName, chain?: string): string[] =>
  tableText(netfilterOf(host.machine.namespaces.net).tables[table], chain);

// Recorded from Docker Engine 28.5.2: transcripts 91-host-iptables and 92-host-iptables-networks.
const FRESH_FILTER = `-P INPUT ACCEPT
-P FORWARD DROP
-P OUTPUT ACCEPT
-N DOCKER
-N DOCKER-BRIDGE
-N DOCKER-CT
-N DOCKER-FORWARD
-N DOCKER-ISOLATION-STAGE-1
-N DOCKER-ISOLATION-STAGE-2
-N DOCKER-USER
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-FORWARD
-A DOCKER ! -i docker0 -o docker0 -j DROP
-A DOCKER-BRIDGE -o docker0 -j DOCKER
-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A DOCKER-FORWARD -j DOCKER-CT
-A DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1
-A DOCKER-FORWARD -j DOCKER-BRIDGE
-A DOCKER-FORWARD -i docker0 -j ACCEPT
-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP`.split('\n');

const FRESH_NAT = `-P PREROUTING ACCEPT
-P INPUT ACCEPT
-P OUTPUT ACCEPT
-P POSTROUTING ACCEPT
-N DOCKER
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A DOCKER -i docker0 -j RETURN`.split('\n');

const FRESH_RAW = ['-P PREROUTING ACCEPT', '-P OUTPUT ACCEPT'];

const WITH_LAB = `-A DOCKER ! -i docker0 -o docker0 -j DROP
-A DOCKER ! -i lab -o lab -j DROP
-A DOCKER-BRIDGE -o docker0 -j DOCKER
-A DOCKER-BRIDGE -o lab -j DOCKER
-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A DOCKER-CT -o lab -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A DOCKER-FORWARD -j DOCKER-CT
-A DOCKER-FORWARD -j DOCKER-ISOLATION-STAGE-1
-A DOCKER-FORWARD -j DOCKER-BRIDGE
-A DOCKER-FORWARD -i docker0 -j ACCEPT
-A DOCKER-FORWARD -i lab -j ACCEPT
-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-1 -i lab ! -o lab -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-2 -o lab -j DROP
-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP`.split('\n');

function create(host: TestEngine, name: string, subnet: string, options = {}, more = {}): void {
  const Options = { 'com.docker.network.bridge.name': name, ...options };
  host.call(host.engine.createNetwork({ Name: name, IPAM: { Config: [{ Subnet: subnet }] }, Options, ...more }));
}

test('a fresh engine has programmed what the real one programs', () => {
  const host = new TestEngine();
  expect(rules(host, 'filter')).toEqual(FRESH_FILTER);
  expect(rules(host, 'nat')).toEqual(FRESH_NAT);
  expect(rules(host, 'raw')).toEqual(FRESH_RAW);
});

test('a network adds its rules, and takes them along when it goes', () => {
  const host = new TestEngine();
  create(host, 'lab', '10.40.0.0/16');
  expect(rules(host, 'filter').slice(FRESH_FILTER.indexOf('-A FORWARD -j DOCKER-FORWARD') + 1)).toEqual(WITH_LAB);
  expect(rules(host, 'nat').slice(-4)).toEqual([
    '-A POSTROUTING -s 10.40.0.0/16 ! -o lab -j MASQUERADE',
    '-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
    '-A DOCKER -i lab -j RETURN',
    '-A DOCKER -i docker0 -j RETURN',
  ]);
  host.call(host.engine.deleteNetwork('lab'));
  expect(rules(host, 'filter')).toEqual(FRESH_FILTER);
  expect(rules(host, 'nat')).toEqual(FRESH_NAT);
});

test('an internal network is cut off in the first isolation chain', () => {
  const host = new TestEngine();
  create(host, 'closed', '10.41.0.0/16', {}, { Internal: true });
  expect(rules(host, 'filter', 'DOCKER-ISOLATION-STAGE-1')).toEqual([
    '-N DOCKER-ISOLATION-STAGE-1',
    '-A DOCKER-ISOLATION-STAGE-1 ! -s 10.41.0.0/16 -o closed -j DROP',
    '-A DOCKER-ISOLATION-STAGE-1 ! -d 10.41.0.0/16 -i closed -j DROP',
    '-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2',
  ]);
  expect(rules(host, 'filter', 'DOCKER-FORWARD').at(-1)).toBe('-A DOCKER-FORWARD -i closed -o closed -j ACCEPT');
  expect(rules(host, 'nat')).toEqual(FRESH_NAT);
});

test('without inter-container communication there is a rule that drops it', () => {
  const host = new TestEngine();
  create(host, 'hotel', '10.60.0.0/24', { 'com.docker.network.bridge.enable_icc': 'false' });
  expect(rules(host, 'filter', 'DOCKER-FORWARD').slice(-2)).toEqual([
    '-A DOCKER-FORWARD -i hotel -o hotel -j DROP',
    '-A DOCKER-FORWARD -i hotel ! -o hotel -j ACCEPT',
  ]);
});

test('without masquerading the nat table knows nothing of a network', () => {
  const host = new TestEngine();
  create(host, 'plain', '10.61.0.0/24', { 'com.docker.network.bridge.enable_ip_masquerade': 'false' });
  expect(rules(host, 'nat')).toEqual(FRESH_NAT);
});

test('a running container’s address is closed to other networks', () => {
  const host = new TestEngine();
  host.run({ name: 'one' });
  expect(rules(host, 'raw').slice(2)).toEqual(['-A PREROUTING -d 172.17.0.2/32 ! -i docker0 -j DROP']);
  host.call(host.engine.containerKill('one', ''));
  expect(rules(host, 'raw')).toEqual(FRESH_RAW);
});

test('a network that is refused leaves no rule behind', () => {
  const host = new TestEngine();
  expect(failure(() => create(host, 'docker0', '10.62.0.0/24'))).toMatch(/networks have same bridge name$/);
  expect(rules(host, 'filter')).toEqual(FRESH_FILTER);
});

test('where someone has deleted Docker’s chain, a network is refused in iptables’ words, and nothing is left of it', () => {
  const host = new TestEngine();
  const { nat } = netfilterOf(host.machine.namespaces.net).tables;
  for (const chain of ['PREROUTING', 'OUTPUT', 'POSTROUTING', 'DOCKER']) nat.flush(chain);
  nat.deleteChain('DOCKER');
  const before = [rules(host, 'filter'), rules(host, 'nat')];
  expect(failure(() => create(host, 'lab', '10.40.0.0/16'))).toBe(
    'Failed to Setup IP tables: Unable to enable SKIP DNAT rule:  (iptables failed: iptables --wait -t nat -I DOCKER -i lab -j RETURN: iptables: No chain/target/match by that name.\n (exit status 1))',
  );
  expect([rules(host, 'filter'), rules(host, 'nat')]).toEqual(before);
  expect(host.machine.namespaces.net.device('lab')).toBeUndefined();
});

test('a routed network is reached by its containers’ own addresses, on ports that were published', () => {
  const host = new TestEngine();
  create(host, 'rou', '10.63.0.0/24', { 'com.docker.network.bridge.gateway_mode_ipv4': 'routed' });
  const PortBindings = { '80/tcp': [{ HostIp: '', HostPort: '8080' }] };
  host.run({ config: { ExposedPorts: { '80/tcp': {} } }, host: { NetworkMode: 'rou', PortBindings } });
  expect(rules(host, 'filter', 'DOCKER').filter((rule) => rule.includes('rou'))).toEqual([
    '-A DOCKER -d 10.63.0.2/32 ! -i rou -o rou -p tcp -m tcp --dport 80 -j ACCEPT',
    '-A DOCKER -o rou -p icmp -j ACCEPT',
    '-A DOCKER ! -i rou -o rou -j DROP',
  ]);
  expect(rules(host, 'nat').filter((rule) => /10\.63|8080/.test(rule))).toEqual([]);
  expect(rules(host, 'raw')).toEqual(FRESH_RAW);
});

/** What `ip6tables -t TABLE -S` would print. */
const rules6 = (host: TestEngine, table: TableName): string[] =>
  tableText(netfilter6Of(host.machine.namespaces.net).tables[table]);

const BOTH = { EnableIPv6: true, IPAM: { Config: [{ Subnet: '10.6.0.0/24' }, { Subnet: '2001:db8:6::/64' }] } };

// Recorded: whoever flushes ip6tables' tables by hand, and deletes Docker's chains.
test('where a chain of ip6tables is missing, no rule of either family is left', () => {
  const host = new TestEngine();
  const { nat, filter } = netfilter6Of(host.machine.namespaces.net).tables;
  for (const chain of ['PREROUTING', 'OUTPUT']) nat.flush(chain);
  nat.deleteChain('DOCKER');
  // Forwarding is turned on before, and stays so.
  filter.setPolicy('FORWARD', 'DROP');
  const before = [rules(host, 'filter'), rules(host, 'nat'), rules6(host, 'filter'), rules6(host, 'nat')];
  expect(failure(() => create(host, 'six', '', {}, BOTH))).toBe(
    'Failed to Setup IP tables: Unable to enable SKIP DNAT rule:  (iptables failed: ip6tables --wait -t nat -I DOCKER' +
      ' -i six -j RETURN: ip6tables: No chain/target/match by that name.\n (exit status 1))',
  );
  expect([rules(host, 'filter'), rules(host, 'nat'), rules6(host, 'filter'), rules6(host, 'nat')]).toEqual(before);
});

test('what a network had in ip6tables goes with it, and so do its containers’ rules', () => {
  const host = new TestEngine();
  const tables = ['filter', 'nat', 'raw'] as const;
  const before = tables.map((table) => rules6(host, table));
  create(host, 'six', '', {}, BOTH);
  host.run({ name: 'one', host: { NetworkMode: 'six' } });
  expect(rules6(host, 'raw')).toContain('-A PREROUTING -d 2001:db8:6::2/128 ! -i six -j DROP');
  expect(rules6(host, 'nat')).toContain('-A POSTROUTING -s 2001:db8:6::/64 ! -o six -j MASQUERADE');
  host.call(host.engine.containerKill('one', ''));
  host.call(host.engine.deleteNetwork('six'));
  const after = tables.map((table) => rules6(host, table));
  expect(after[0]?.map((rule) => rule.replace('-P FORWARD DROP', '-P FORWARD ACCEPT'))).toEqual(before[0]);
  expect(after.slice(1)).toEqual(before.slice(1));
});
