import { expect, test } from 'vitest';
import { failure } from '../test-engine.test-support.ts';
import { defaultGateway, IPAM, LanEngine, NEIGHBOUR } from './lan-engine.test-support.ts';

test('a container has an address of the LAN, on a macvlan of the parent, and leaves by the LAN’s gateway', () => {
  const engine = new LanEngine('macvlan');
  engine.network('lan', { parent: 'eth0' }, { IPAM });
  const net = engine.on('lan', 'tv');
  const eth0 = net.netlink(true).links()[1];
  expect(eth0).toMatchObject({ name: 'eth0', kind: 'macvlan', link: engine.host.device('eth0')?.index });
  expect(eth0?.address).toBe(engine.inspect('tv').NetworkSettings.Networks.lan?.MacAddress);
  expect([engine.address('tv', 'lan'), defaultGateway(net)]).toEqual(['192.168.65.200', NEIGHBOUR]);
});

test('the neighbours reach it and each other, the host does not, either way', () => {
  const engine = new LanEngine('macvlan');
  engine.network('lan', { parent: 'eth0' }, { IPAM });
  const [tv, fridge] = [engine.on('lan', 'tv'), engine.on('lan', 'fridge')];
  expect(engine.answers(engine.neighbour, '192.168.65.200')).toBe(true);
  expect(engine.answers(tv, NEIGHBOUR)).toBe(true);
  expect(engine.answers(fridge, '192.168.65.200')).toBe(true);
  expect(engine.answers(engine.host, NEIGHBOUR)).toBe(true);
  expect(engine.answers(engine.host, '192.168.65.200')).toBe(false);
  expect(engine.answers(tv, '192.168.65.3')).toBe(false);
});

test('nothing of the network is on the host, and nothing is left at the end', () => {
  const engine = new LanEngine('macvlan');
  const before = engine.links();
  engine.network('lan', { parent: 'eth0' }, { IPAM });
  engine.on('lan', 'tv');
  expect(engine.links()).toEqual(before);
  engine.call(engine.engine.containerKill('tv', ''));
  engine.call(engine.engine.deleteNetwork('lan'));
  expect([engine.links(), engine.host.device('eth0')?.handler]).toEqual([before, undefined]);
});

test('without a parent there is a dummy, without a gateway, for the containers among themselves', () => {
  const engine = new LanEngine('macvlan');
  const dummy = `dm-${engine.network('closed', {}).slice(0, 12)}`;
  expect(engine.host.netlink(true).links().at(-1)).toMatchObject({ name: dummy, kind: 'dummy' });
  expect(engine.engine.networkInspect('closed').IPAM.Config).toEqual([{ Subnet: '172.18.0.0/16' }]);
  const [one, two] = [engine.on('closed', 'one'), engine.on('closed', 'two')];
  expect([engine.address('one', 'closed'), defaultGateway(one)]).toEqual(['172.18.0.1', undefined]);
  expect(engine.answers(two, '172.18.0.1')).toBe(true);
  for (const name of ['one', 'two']) engine.call(engine.engine.containerKill(name, ''));
  engine.call(engine.engine.deleteNetwork('closed'));
  expect(engine.links()).not.toContain(dummy);
});

test('a VLAN’s sub-interface is made for its first network and goes with the last', () => {
  const engine = new LanEngine('macvlan');
  engine.network('v1', { parent: 'eth0.10' });
  engine.network('v2', { parent: 'eth0.10' });
  expect(engine.links()).toContain('eth0.10');
  expect(engine.refused({ parent: 'eth0.010' })).toBe('failed to create eth0.010 vlan link: file exists');
  engine.call(engine.engine.deleteNetwork('v1'));
  expect(engine.links()).toContain('eth0.10');
  engine.call(engine.engine.deleteNetwork('v2'));
  expect(engine.links()).not.toContain('eth0.10');
});

test('what is no mode and no parent is refused in the real engine’s words', () => {
  const engine = new LanEngine('macvlan');
  const parents: Record<string, string> = {
    lo: 'loopback interface is not a valid macvlan parent link',
    eth9: 'invalid subinterface vlan name eth9, example formatting is eth0.10',
    'eth9.5': '-o parent interface was not found on the host: eth9',
    'eth0.x': 'unable to parse a valid vlan id from: x (ex. eth0.10 for vlan 10)',
    'eth0.0': 'vlan id must be between 1-4094, received: 0',
    'a.b.c': 'required interface name format is: name.vlan_id, ex. eth0.10 for vlan 10, instead received a.b.c',
  };
  for (const [parent, message] of Object.entries(parents)) expect(engine.refused({ parent })).toBe(message);
  expect(engine.refused({ parent: 'eth0', macvlan_mode: 'sideways' })).toBe(
    "requested macvlan mode 'sideways' is not valid, 'bridge' mode is the macvlan driver default",
  );
  expect(engine.network('good')).toHaveLength(64);
});

test('passthru shares its parent with no other network and one container', () => {
  const engine = new LanEngine('macvlan');
  const lan = engine.network('lan');
  const passthru = { parent: 'eth0', macvlan_mode: 'passthru' };
  expect(engine.refused(passthru)).toBe(
    `cannot use mode passthru, macvlan network ${lan} is already using parent interface eth0`,
  );
  engine.call(engine.engine.deleteNetwork('lan'));
  const alone = engine.network('alone', passthru);
  expect(engine.refused({ parent: 'eth0' })).toBe(
    `macvlan network ${alone} is already using parent interface eth0 in mode passthru`,
  );
  engine.on('alone', 'one');
  expect(failure(() => engine.on('alone', 'two'))).toMatch(/failed to create the macvlan port: invalid argument$/);
});

test('an address that the parent or a sibling has is refused, and the container’s own is free again', () => {
  const engine = new LanEngine('macvlan');
  engine.network('lan', { parent: 'eth0' }, { IPAM });
  const mac = '02:42:c0:a8:41:dd';
  engine.on('lan', 'one', mac);
  expect(failure(() => engine.on('lan', 'two', mac))).toMatch(
    /failed to add interface (veth[0-9a-f]{7}) to sandbox: error setting interface "\1" MAC to "02:42:c0:a8:41:dd": address already in use$/,
  );
  engine.call(engine.engine.containerKill('one', ''));
  engine.call(engine.engine.containerStart('two'));
  expect(engine.address('two', 'lan')).toBe('192.168.65.200');
});

test('with several subnets, an address is taken from the one that holds it, its gateway with it', () => {
  const engine = new LanEngine('macvlan');
  const Config = [{ Subnet: '10.98.0.0/30' }, { Subnet: '10.97.0.0/24' }];
  engine.network('two', { parent: 'eth0' }, { IPAM: { Config } });
  expect(defaultGateway(engine.on('two', 'one'))).toBe('10.98.0.1');
  expect(defaultGateway(engine.on('two', 'two'))).toBe('10.97.0.1');
  expect(['one', 'two'].map((name) => engine.address(name, 'two'))).toEqual(['10.98.0.2', '10.97.0.2']);
});

test('exposed ports are not shown: a macvlan publishes none', () => {
  const engine = new LanEngine('macvlan');
  engine.network('lan');
  const config = { ExposedPorts: { '80/tcp': {} } };
  engine.run({ name: 'web', config, host: { NetworkMode: 'lan' } });
  expect(engine.inspect('web').NetworkSettings.Ports).toEqual({});
  engine.call(engine.engine.connectContainerToNetwork('web', 'bridge', {}));
  expect(engine.inspect('web').NetworkSettings.Ports).toEqual({ '80/tcp': null });
});

const BOTH = { EnableIPv6: true, IPAM: { Config: [{ Subnet: '10.6.0.0/24' }, { Subnet: '2001:db8:6::/64' }] } };

test('containers reach each other by IPv6', () => {
  const host = new LanEngine('macvlan');
  host.network('lan', { parent: 'eth0' }, BOTH);
  const one = host.on('lan', 'one');
  host.on('lan', 'two');
  host.pass(3);
  const address = host.inspect('two').NetworkSettings.Networks.lan?.GlobalIPv6Address ?? '';
  expect(host.answers(one, address)).toBe(true);
});
