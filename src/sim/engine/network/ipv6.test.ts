import { expect, test } from 'vitest';
import { readFile } from '../../kernel/fs/tree.ts';
import { failure, TestEngine } from '../test-engine.test-support.ts';
import type { NetworkRequest } from './networks.ts';

/** A network `six` of both families. */
function engineWithSix(more: Partial<NetworkRequest> = {}): TestEngine {
  const docker = new TestEngine();
  const Config = [{ Subnet: '10.6.0.0/24' }, { Subnet: '2001:db8:6::/64' }];
  docker.call(docker.engine.createNetwork({ Name: 'six', EnableIPv6: true, IPAM: { Config }, ...more }));
  return docker;
}

const settings = (docker: TestEngine, name: string, network = 'six') => {
  const found = docker.inspect(name).NetworkSettings.Networks[network];
  if (found === undefined) throw new Error(`${name} is not on ${network}`);
  return found;
};

const namespaces = (docker: TestEngine, name: string) => {
  const { Pid } = docker.inspect(name).State;
  const process = docker.machine.processes().find(({ pid }) => pid === Pid);
  if (process === undefined) throw new Error('it does not run');
  return process.namespaces;
};

const inside = (docker: TestEngine, name: string) => namespaces(docker, name).net;

const create = (docker: TestEngine, request: NetworkRequest) => docker.call(docker.engine.createNetwork(request));

test('without subnets of its own a network gets the next /64 of the engine’s unique local prefix', () => {
  const docker = new TestEngine();
  const names = ['a', 'b'];
  for (const Name of names) create(docker, { Name, EnableIPv6: true, EnableIPv4: false });
  const subnets = names.map((name) => docker.engine.networkInspect(name).IPAM.Config?.[0]?.Subnet ?? '');
  expect(subnets[0]).toMatch(/^fd..:....:....::\/64$/);
  expect(subnets[1]).toBe(subnets[0]?.replace('::/64', ':1::/64'));
  const { EnableIPv4, EnableIPv6, IPAM } = docker.engine.networkInspect('a');
  expect({ EnableIPv4, EnableIPv6 }).toEqual({ EnableIPv4: false, EnableIPv6: true });
  expect(IPAM.Config).toEqual([{ Subnet: subnets[0], Gateway: subnets[0]?.replace('/64', '1') }]);
});

test('a container has an address of each family, and the way out by both', () => {
  const docker = engineWithSix();
  docker.run({ name: 'one', host: { NetworkMode: 'six' } });
  expect(settings(docker, 'one')).toMatchObject({
    ...{ IPAddress: '10.6.0.2', GlobalIPv6Address: '2001:db8:6::2', GlobalIPv6PrefixLen: 64 },
    ...{ Gateway: '10.6.0.1', IPv6Gateway: '2001:db8:6::1' },
  });
  const net = inside(docker, 'one');
  expect(net.netlink(true).routes(undefined, 'inet6')).toContainEqual(
    expect.objectContaining({ destination: '::', prefix: 0, gateway: '2001:db8:6::1', device: 'eth0' }),
  );
  const [container] = Object.values(docker.engine.networkInspect('six').Containers ?? {});
  expect(container).toMatchObject({ IPv4Address: '10.6.0.2/24', IPv6Address: '2001:db8:6::2/64' });
  docker.call(docker.engine.containerKill('one', ''));
  expect(settings(docker, 'one')).toMatchObject({ GlobalIPv6Address: '', GlobalIPv6PrefixLen: 0, IPv6Gateway: '' });
});

test('where a network has no IPv6, the interface on it has none either', () => {
  const docker = engineWithSix();
  docker.run({ name: 'one', host: { NetworkMode: 'six' } });
  docker.call(docker.engine.connectContainerToNetwork('one', 'bridge', {}));
  const { sysctls } = inside(docker, 'one').ipv6;
  expect(['eth0', 'eth1'].map((name) => sysctls.get(`conf/${name}/disable_ipv6`))).toEqual([0, 1]);
});

test('a container that turns IPv6 off has none of it, and no word of it in /etc/hosts', () => {
  const docker = engineWithSix();
  const off = { NetworkMode: 'six', Sysctls: { 'net.ipv6.conf.all.disable_ipv6': '1' } };
  docker.run({ name: 'one', config: { Hostname: 'one' }, host: off });
  expect(settings(docker, 'one')).toMatchObject({ IPAddress: '10.6.0.2', GlobalIPv6Address: '', IPv6Gateway: '' });
  expect(readFile(namespaces(docker, 'one').root, '/etc/hosts')).toBe('127.0.0.1\tlocalhost\n10.6.0.2\tone\n');
});

test('a setting of the interface inside may be one of IPv6', () => {
  const docker = engineWithSix();
  const option = (setting: string) => ({ 'com.docker.network.endpoint.sysctls': `net.ipv6.conf.IFNAME.${setting}` });
  const host = { NetworkMode: 'six' };
  docker.run({ name: 'one', host, networks: { six: { DriverOpts: option('accept_ra=2') } } });
  expect(inside(docker, 'one').ipv6.sysctls.get('conf/eth0/accept_ra')).toBe(2);
  const wrong = failure(() => docker.run({ host, networks: { six: { DriverOpts: option('nosuch=2') } } }));
  expect(wrong).toContain('/proc/sys/net/ipv6/conf/eth0/nosuch is not a sysctl file');
});

test('an address that is taken is refused, and the one of the other family is given back', () => {
  const docker = engineWithSix();
  const asked = (IPv6Address: string) => ({ six: { IPAMConfig: { IPv6Address } } });
  const [host, first] = [{ NetworkMode: 'six' }, { name: 'first', networks: asked('2001:DB8:6::99') }];
  docker.run({ ...first, host });
  expect(settings(docker, 'first').GlobalIPv6Address).toBe('2001:db8:6::99');
  const refused = failure(() => docker.run({ name: 'second', host, networks: asked('2001:db8:6::99') }));
  expect(refused).toContain('Address already in use');
  docker.run({ name: 'third', host });
  expect(settings(docker, 'third').IPAddress).toBe('10.6.0.3');
});

test.each([
  ['2001:db8:7::1', 'no configured subnet or ip-range contain the IP address 2001:db8:7::1'],
  ['zz', '* invalid IPv6 address: zz\n* no configured subnet or ip-range contain the IP address zz'],
])('--ip6 %s is refused', (IPv6Address, reason) => {
  const docker = engineWithSix();
  const networks = { six: { IPAMConfig: { IPv6Address } } };
  expect(failure(() => docker.create({ host: { NetworkMode: 'six' }, networks }))).toContain(reason);
});

test.each([
  [{ Subnet: '2001:db8::1/64' }, 'invalid subnet 2001:db8::1/64: it should be 2001:db8::/64'],
  [{ Subnet: '2001:db8::/64', Gateway: '10.0.0.1' }, 'invalid gateway 10.0.0.1: parent subnet is an IPv6 block'],
  [{ Subnet: 'ff02::/64' }, "multicast subnet 'ff02::1/64' is not allowed"],
  [{ Subnet: 'fe80::/80' }, "'fe80::1/80' clashes with the Link-Local prefix 'fe80::/64'"],
  [{ Subnet: '2001:db8::/32' }, 'Pool overlaps with other one on this address space'],
  [{ Subnet: '2001:db8:6::/80' }, 'Pool overlaps with other one on this address space'],
])('a network with %j is refused, and nothing of it is left', (pool, reason) => {
  const docker = engineWithSix();
  const before = docker.machine.namespaces.net.netlink(true).links().length;
  const request = { Name: 'bad', EnableIPv6: true, IPAM: { Config: [{ Subnet: '10.7.0.0/24' }, pool] } };
  expect(failure(() => create(docker, request))).toContain(reason);
  expect(docker.machine.namespaces.net.netlink(true).links()).toHaveLength(before);
  create(docker, { ...request, IPAM: { Config: [{ Subnet: '10.7.0.0/24' }, { Subnet: '2001:db8:7::/64' }] } });
});

const published = (docker: TestEngine, name: string) => docker.inspect(name).NetworkSettings.Ports['80/tcp'];
const port = (HostIp: string) => ({ HostIp, HostPort: '8080' });

test('ports of the host’s IPv6 lead to the endpoint that is the way out by IPv6', () => {
  const docker = new TestEngine();
  docker.machine.namespaces.net.netlink(true).setLink('lo', { up: true });
  create(docker, { Name: 'only', EnableIPv4: false, EnableIPv6: true });
  const config = { ExposedPorts: { '80/tcp': {} } };
  const PortBindings = { '80/tcp': [{ HostIp: '', HostPort: '8080' }] };
  docker.run({ name: 'web', config, host: { NetworkMode: 'only', PortBindings } });
  expect(published(docker, 'web')).toEqual([port('::')]);
  docker.call(docker.engine.connectContainerToNetwork('web', 'bridge', {}));
  expect(published(docker, 'web')).toEqual([port('0.0.0.0'), port('::')]);
  const targets = () =>
    docker.machine
      .processes()
      .filter(({ argv }) => argv[0]?.endsWith('docker-proxy'))
      .map(({ argv }) => argv[8]?.includes(':'));
  expect(targets().sort()).toEqual([false, true]);
  docker.call(docker.engine.disconnectContainerFromNetwork('web', 'only', false));
  expect(published(docker, 'web')).toEqual([port('0.0.0.0'), port('::')]);
  expect(targets()).toEqual([false, false]);
});
