import { expect, test } from 'vitest';
import { readFile } from '../../kernel/fs/tree.ts';
import { failure, TestEngine } from '../test-engine.test-support.ts';

test('a new engine has bridge, host and none, and docker0 is the bridge', () => {
  const host = new TestEngine();
  const bridge = host.engine.networkInspect('bridge');
  expect(bridge.IPAM.Config).toEqual([{ Subnet: '172.17.0.0/16', Gateway: '172.17.0.1' }]);
  expect(host.engine.networkInspect('none').Driver).toBe('null');
  const { addresses } = { addresses: host.machine.namespaces.net.netlink(true).addresses() };
  expect(addresses.filter(({ device }) => device === 'docker0')).toEqual([
    expect.objectContaining({ address: '172.17.0.1', prefix: 16, broadcast: '172.17.255.255' }),
  ]);
});

test('containers get the lowest free address, and give it back when they stop', () => {
  const host = new TestEngine();
  for (const name of ['a1', 'a2', 'a3']) host.run({ name, command: ['service'] });
  expect(['a1', 'a2', 'a3'].map((name) => host.address(name))).toEqual(['172.17.0.2', '172.17.0.3', '172.17.0.4']);
  host.call(host.engine.containerStop('a1', { signal: '' }));
  expect(host.address('a1')).toBe('');
  host.run({ name: 'a4' });
  expect(host.address('a4')).toBe('172.17.0.2');
  host.call(host.engine.containerStart('a1'));
  expect(host.address('a1')).toBe('172.17.0.5');
});

test('inside are lo and eth0 with a default route; both ends are gone at the end', () => {
  const host = new TestEngine();
  const id = host.run({ name: 'one' });
  const { net } = processOf(host, id).namespaces;
  const netlink = net.netlink(true);
  expect(netlink.links().map(({ name, index }) => `${index} ${name}`)).toEqual(['1 lo', '2 eth0']);
  expect(netlink.routes()).toContainEqual(
    expect.objectContaining({ destination: '0.0.0.0', prefix: 0, gateway: '172.17.0.1', device: 'eth0' }),
  );
  const veths = (): number => hostLinks(host).filter((name) => /^veth[0-9a-f]{7}$/.test(name)).length;
  expect(veths()).toBe(1);
  host.call(host.engine.containerKill('one', ''));
  expect(veths()).toBe(0);
  expect(net.device('eth0')).toBeUndefined();
});

const hostLinks = (host: TestEngine): string[] =>
  host.machine.namespaces.net
    .netlink(true)
    .links()
    .map(({ name }) => name);

const processOf = (host: TestEngine, id: string) => {
  const { Pid } = host.inspect(id).State;
  const process = host.machine.processes().find(({ pid }) => pid === Pid);
  if (process === undefined) throw new Error('it does not run');
  return process;
};

test('/etc/hosts, /etc/hostname and /etc/resolv.conf are the engine’s', () => {
  const host = new TestEngine();
  const id = host.run({ name: 'box', config: { Hostname: 'a', Domainname: 'b.c' } });
  const { root } = processOf(host, id).namespaces;
  expect(readFile(root, '/etc/hosts')?.split('\n').slice(-2)).toEqual(['172.17.0.2\ta.b.c a', '']);
  expect(readFile(root, '/etc/hostname')).toBe('a\n');
  expect(readFile(root, '/etc/resolv.conf')).toContain(
    "\nnameserver 192.168.65.1\n\n# Based on host file: '/etc/resolv.conf' (legacy)\n# Overrides: []\n",
  );
});

test('a network of one’s own: created, joined, disconnected, removed', () => {
  const host = new TestEngine();
  const { Id } = host.call(host.engine.createNetwork({ Name: 'lab' }));
  host.run({ name: 'one', host: { NetworkMode: 'lab' } });
  expect(host.address('one', 'lab')).toBe('172.18.0.2');
  expect(hostLinks(host)).toContain(`br-${Id.slice(0, 12)}`);
  expect(failure(() => host.call(host.engine.deleteNetwork('lab')))).toMatch(
    /^error while removing network: network lab has active endpoints \(name:"one" id:"[0-9a-f]{12}"\)$/,
  );
  host.call(host.engine.connectContainerToNetwork('one', 'bridge', {}));
  expect(host.address('one')).toBe('172.17.0.2');
  host.call(host.engine.disconnectContainerFromNetwork('one', 'lab', false));
  host.call(host.engine.deleteNetwork('lab'));
  expect(hostLinks(host)).not.toContain(`br-${Id.slice(0, 12)}`);
});

test('the default route follows the networks: bridge before lab, none on an internal one', () => {
  const host = new TestEngine();
  host.call(host.engine.createNetwork({ Name: 'lab' }));
  host.call(host.engine.createNetwork({ Name: 'closed', Internal: true }));
  const id = host.run({ name: 'one', host: { NetworkMode: 'lab' } });
  const { net } = processOf(host, id).namespaces;
  const gateway = () =>
    net
      .netlink(true)
      .routes()
      .find(({ prefix }) => prefix === 0)?.gateway;
  expect(gateway()).toBe('172.18.0.1');
  host.call(host.engine.connectContainerToNetwork('one', 'closed', {}));
  expect(gateway()).toBe('172.18.0.1');
  host.call(host.engine.connectContainerToNetwork('one', 'bridge', {}));
  expect(gateway()).toBe('172.17.0.1');
  host.call(host.engine.disconnectContainerFromNetwork('one', 'bridge', false));
  expect(gateway()).toBe('172.18.0.1');
  host.call(host.engine.disconnectContainerFromNetwork('one', 'lab', false));
  expect(gateway()).toBeUndefined();
});

test('refusals in the real engine’s words, and nothing is left of what was refused', () => {
  const host = new TestEngine();
  const create = (request: object) =>
    failure(() => host.call(host.engine.createNetwork({ Name: 'bad', ...request }), 20));
  const subnet = (Subnet: string, more: object = {}) => ({ IPAM: { Config: [{ Subnet, ...more }] } });
  host.call(host.engine.createNetwork({ Name: 'base', ...subnet('10.10.0.0/16') }));
  expect(create(subnet('10.10.5.0/24'))).toBe(
    'invalid pool request: Pool overlaps with other one on this address space',
  );
  expect(create(subnet('300.1.0.0/16'))).toBe(
    'invalid network config:\ninvalid subnet 300.1.0.0/16: invalid CIDR block notation',
  );
  expect(create({ Name: 'base' })).toBe('network with name base already exists');
  expect(create({ Name: '' })).toBe('invalid name: name is empty');
  expect(create({ Driver: 'banana' })).toBe('plugin "banana" not found');
  expect(create({ EnableIPv4: false, ...subnet('10.77.0.0/16') })).toBe('IPv4 or IPv6 must be enabled');
  expect(create({ EnableIPv4: false, Driver: 'host' })).toMatch(/^only one instance/);
  expect(create({ Driver: 'host' })).toBe('only one instance of "host" network is allowed');
  expect(create({ Driver: 'overlay' })).toMatch(/^This node is not a swarm manager\./);
  expect(create({ Options: { 'com.docker.network.bridge.name': 'docker0' } })).toMatch(
    /networks have same bridge name$/,
  );
  expect(create({ IPAM: { Config: [{ Subnet: '10.11.0.0/16' }, { Subnet: '10.12.0.0/16' }] } })).toBe(
    "bridge driver doesn't support multiple subnets",
  );
  host.call(host.engine.createNetwork({ Name: 'good', ...subnet('10.11.0.0/16') }));
  expect(host.engine.networkInspect('good').IPAM.Config).toEqual([{ Subnet: '10.11.0.0/16' }]);
});

test('an address that is taken fails the start, and the container is off all networks', () => {
  const host = new TestEngine();
  host.call(host.engine.createNetwork({ Name: 'lan', IPAM: { Config: [{ Subnet: '10.31.0.0/24' }] } }));
  const fixed = { lan: { IPAMConfig: { IPv4Address: '10.31.0.9' } } };
  host.run({ name: 'one', host: { NetworkMode: 'lan' }, networks: fixed });
  host.create({ name: 'two', host: { NetworkMode: 'lan' }, networks: fixed });
  expect(failure(() => host.call(host.engine.containerStart('two')))).toBe(
    'failed to set up container networking: Address already in use',
  );
  expect(host.inspect('two').State).toMatchObject({ Status: 'created', ExitCode: 128 });
  expect(Object.keys(host.engine.networkInspect('lan').Containers ?? {})).toEqual([host.inspect('one').Id]);
});

test('container:x shares the network of x, host has the machine’s, none has lo only', () => {
  const host = new TestEngine();
  const main = host.run({ name: 'main' });
  const side = host.run({ name: 'side', host: { NetworkMode: 'container:main' } });
  expect(processOf(host, side).namespaces.net).toBe(processOf(host, main).namespaces.net);
  expect(host.inspect('side').HostConfig.NetworkMode).toBe(`container:${main}`);
  expect(host.inspect('side').Config.Hostname).toBe(main.slice(0, 12));
  const hosty = host.run({ name: 'hosty', host: { NetworkMode: 'host' } });
  expect(processOf(host, hosty).namespaces.net).toBe(host.machine.namespaces.net);
  expect(host.inspect('hosty').Config.Hostname).toBe('docker1');
  const mute = host.run({ name: 'mute', host: { NetworkMode: 'none' } });
  expect(
    processOf(host, mute)
      .namespaces.net.netlink(true)
      .links()
      .map(({ name }) => name),
  ).toEqual(['lo']);
  expect(host.engine.networkInspect('host').Containers?.[hosty]).toMatchObject({ Name: 'hosty', IPv4Address: '' });
});

test('a network named by the beginning of its id is joined, and kept by its whole id', () => {
  const host = new TestEngine();
  const { Id } = host.call(host.engine.createNetwork({ Name: 'lab' }));
  host.run({ name: 'one', host: { NetworkMode: Id.slice(0, 12) } });
  expect(host.address('one', 'lab')).toBe('172.18.0.2');
  expect(host.inspect('one').HostConfig.NetworkMode).toBe(Id);
});

test('a full network says so, with its name and id', () => {
  const host = new TestEngine();
  const IPAM = { Config: [{ Subnet: '10.9.0.0/30' }] };
  const { Id } = host.call(host.engine.createNetwork({ Name: 'tiny', IPAM }));
  host.run({ name: 'one', host: { NetworkMode: 'tiny' } });
  expect(failure(() => host.run({ name: 'two', host: { NetworkMode: 'tiny' } }))).toBe(
    `failed to set up container networking: no available IPv4 addresses on this network's address pools: tiny (${Id})`,
  );
});
