import { expect, test } from 'vitest';
import { failure } from '../test-engine.test-support.ts';
import { defaultGateway, IPAM, LanEngine, NEIGHBOUR } from './lan-engine.test-support.ts';

const HOST = '192.168.65.3';
const ROUTED = { IPAM: { Config: [{ Subnet: '10.50.0.0/24' }] } };

/** Two running containers of a network on eth0. */
function pair(options: Record<string, string>, more: object = ROUTED) {
  const engine = new LanEngine('ipvlan');
  engine.network('lan', { parent: 'eth0', ...options }, more);
  return { engine, one: engine.on('lan', 'one'), two: engine.on('lan', 'two') };
}

test('containers have addresses of the LAN and the MAC of the host’s card', () => {
  const { engine, one } = pair({}, { IPAM });
  const [, eth0] = one.netlink(true).links();
  const card = engine.host.device('eth0');
  expect(eth0).toMatchObject({ name: 'eth0', kind: 'ipvlan', link: card?.index, address: card?.mac });
  expect([engine.address('one', 'lan'), defaultGateway(one)]).toEqual(['192.168.65.200', NEIGHBOUR]);
  expect(engine.inspect('one').NetworkSettings.Networks.lan?.MacAddress).toBe('');
});

test('the neighbours reach them and each other, the host does not, either way', () => {
  const { engine, one, two } = pair({}, { IPAM });
  expect(engine.answers(engine.neighbour, '192.168.65.200')).toBe(true);
  expect(engine.answers(one, NEIGHBOUR)).toBe(true);
  expect(engine.answers(two, '192.168.65.200')).toBe(true);
  expect(engine.answers(engine.host, NEIGHBOUR)).toBe(true);
  expect(engine.answers(engine.host, '192.168.65.200')).toBe(false);
  expect(engine.answers(one, HOST)).toBe(false);
});

test.each([
  ['bridge', true],
  ['private', false],
  ['vepa', false],
])('with the flag %s, do siblings meet? %s', (flag, meet) => {
  const { engine, two } = pair({ ipvlan_flag: flag });
  expect(engine.answers(two, '10.50.0.2')).toBe(meet);
});

test.each(['l3', 'l3s'])('with %s, packets are routed by the host, and there is no ARP', (mode) => {
  const { engine, one, two } = pair({ ipvlan_mode: mode });
  const route = { destination: '0.0.0.0', prefix: 0, device: 'eth0', scope: 'link' };
  expect(one.netlink(true).routes()).toContainEqual(expect.objectContaining(route));
  expect(one.netlink(true).links()[1]?.flags).toContain('NOARP');
  expect(engine.answers(two, '10.50.0.1')).toBe(true);
  expect(one.netlink(true).neighbours()).toEqual([]);
  expect(engine.answers(one, NEIGHBOUR)).toBe(false);
  engine.neighbour.configuration.addRoute({ destination: '10.50.0.0', prefix: 24, gateway: HOST });
  expect(engine.answers(one, NEIGHBOUR)).toBe(true);
  expect(engine.answers(engine.neighbour, '10.50.0.2')).toBe(true);
});

test('a parent is for one network; a VLAN’s sub-interface and a dummy come and go with theirs', () => {
  const engine = new LanEngine('ipvlan');
  const before = engine.links();
  const lan = engine.network('lan', { parent: 'eth0.10' });
  expect(engine.refused({ parent: 'eth0.10' })).toBe(
    `network di-${lan.slice(0, 12)} is already using parent interface eth0.10`,
  );
  const alone = engine.network('alone', {});
  expect(engine.links().slice(-2)).toEqual(['eth0.10', `di-${alone.slice(0, 12)}`]);
  expect(defaultGateway(engine.on('alone', 'one'))).toBeUndefined();
  engine.call(engine.engine.containerKill('one', ''));
  for (const name of ['lan', 'alone']) engine.call(engine.engine.deleteNetwork(name));
  expect(engine.links()).toEqual(before);
});

test('what is no mode, no flag and no MAC of its own is refused in the real engine’s words', () => {
  const engine = new LanEngine('ipvlan');
  const refused = (options: Record<string, string>) => engine.refused({ parent: 'eth0', ...options });
  expect(refused({ ipvlan_mode: 'l4' })).toBe(
    "requested ipvlan mode 'l4' is not valid, 'l2' mode is the ipvlan driver default",
  );
  expect(refused({ ipvlan_flag: 'open' })).toBe(
    "requested ipvlan flag 'open' is not valid, 'bridge' is the ipvlan driver default",
  );
  expect(refused({ parent: 'lo' })).toBe('loopback interface is not a valid ipvlan parent link');
  engine.network('lan');
  expect(failure(() => engine.on('lan', 'one', '02:42:c0:a8:41:dd'))).toMatch(
    /failed to create endpoint one on network lan: ipvlan interfaces do not support custom mac address assignment$/,
  );
});

const BOTH = { EnableIPv6: true, IPAM: { Config: [{ Subnet: '10.6.0.0/24' }, { Subnet: '2001:db8:6::/64' }] } };

test.each(['l2', 'l3'])(
  'in mode %s, containers reach each other by IPv6, each with a link-local address of its own',
  (mode) => {
    const host = new LanEngine('ipvlan');
    host.network('lan', { parent: 'eth0', ipvlan_mode: mode }, BOTH);
    const [one, two] = [host.on('lan', 'one'), host.on('lan', 'two')];
    host.pass(3);
    const address = host.inspect('two').NetworkSettings.Networks.lan?.GlobalIPv6Address ?? '';
    expect(host.answers(one, address)).toBe(true);
    const linkLocal = ({ ipv6 }: typeof one): string | undefined => ipv6.addresses.linkLocal(ipv6.deviceNamed('eth0'));
    expect(linkLocal(one)).not.toBe(linkLocal(two));
  },
);
