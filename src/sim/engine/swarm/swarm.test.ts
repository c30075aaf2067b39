import { expect, test } from 'vitest';
import { LanEngine } from '../drivers/lan-engine.test-support.ts';
import { failure, filters, NO_FILTERS } from '../test-engine.test-support.ts';

const ID = /^[1-9a-z][0-9a-z]{24}$/;
const ATTACHABLE = { Attachable: true };

class SwarmEngine extends LanEngine {
  constructor() {
    super('overlay');
    this.init();
  }

  init(request: object = {}): string {
    return this.call(this.engine.swarmInit({ ListenAddr: '0.0.0.0:2377', ...request }));
  }

  /** All but what has changed by looking at it. */
  state() {
    const { networks, containers } = this.engine.overview();
    return {
      networks,
      containers: containers.map(({ name, endpoints }) => ({ name, endpoints })),
      links: this.links(),
    };
  }
}

test('a swarm begins with an ingress network, and a bridge that leads out of such', () => {
  const engine = new SwarmEngine();
  const { Swarm } = engine.engine.systemInfo();
  expect(Swarm).toMatchObject({ LocalNodeState: 'active', NodeAddr: '192.168.65.3', Nodes: 1 });
  expect(Swarm.NodeID).toMatch(ID);
  const ingress = engine.engine.networkInspect('ingress');
  expect(ingress).toMatchObject({ Scope: 'swarm', Driver: 'overlay', Ingress: true });
  expect(ingress.Id).toMatch(ID);
  expect(ingress.Containers).toMatchObject({ 'ingress-sbox': { IPv4Address: '10.0.0.2/24' } });
  expect(engine.engine.networkInspect('docker_gwbridge').Containers).toMatchObject({
    'ingress-sbox': { Name: 'gateway_ingress-sbox', IPv4Address: '172.18.0.2/16' },
  });
});

test('containers on an overlay network reach each other by frames through its namespace, and the world by another bridge', () => {
  const engine = new SwarmEngine();
  engine.network('ov', {}, ATTACHABLE);
  const [one, two] = [engine.on('ov', 'one'), engine.on('ov', 'two')];
  expect([engine.address('one', 'ov'), engine.address('two', 'ov')]).toEqual(['10.0.1.2', '10.0.1.4']);
  expect(
    one
      .netlink(true)
      .links()
      .map(({ name, mtu, address }) => [name, mtu, address.slice(0, 5)]),
  ).toMatchObject([
    ['lo', 65_536, '00:00'],
    ['eth0', 1450, '02:42'],
    ['eth1', 1500, expect.anything()],
  ]);
  expect(engine.answers(one, '10.0.1.4')).toBe(true);
  expect(engine.answers(one, '10.0.1.1')).toBe(true);
  expect(engine.answers(one, '10.0.1.9')).toBe(false);
  expect(engine.answers(two, '192.168.65.1')).toBe(true);
  expect(engine.answers(two, '172.18.0.3')).toBe(false);
});

test('an address that was left is not given again at once; the last to leave takes the network along', () => {
  const engine = new SwarmEngine();
  engine.network('ov', {}, ATTACHABLE);
  engine.on('ov', 'one');
  engine.call(engine.engine.containerKill('one', ''));
  engine.on('ov', 'two');
  expect(engine.address('two', 'ov')).toBe('10.0.1.4');
  expect(engine.engine.networkInspect('ov').Containers).not.toBeNull();
  engine.call(engine.engine.containerKill('two', ''));
  engine.pass(1);
  expect(engine.engine.networkInspect('ov')).toMatchObject({ Containers: null, Labels: null });
  engine.call(engine.engine.containerStart('one'));
  expect(engine.address('one', 'ov')).toBe('10.0.1.5');
});

test('who is on a network of one’s own leaves by that, and by the gateway network again without it', () => {
  const engine = new SwarmEngine();
  engine.network('ov', {}, ATTACHABLE);
  const one = engine.on('ov', 'one');
  const names = () => one.devices.list.map(({ name }) => name).sort();
  engine.call(engine.engine.connectContainerToNetwork('one', 'bridge', {}));
  expect(names()).toEqual(['eth0', 'eth2', 'lo']);
  engine.call(engine.engine.disconnectContainerFromNetwork('one', 'bridge', false));
  expect(names()).toEqual(['eth0', 'eth1', 'lo']);
});

test('a running container on an overlay network keeps its name, and its way out', () => {
  const engine = new SwarmEngine();
  engine.network('ov', {}, ATTACHABLE);
  const one = engine.on('ov', 'one');
  expect(failure(() => engine.call(engine.engine.containerRename('one', 'other')))).toContain('UpdateDNSNames');
  expect(engine.inspect('one').Name).toBe('/one');
  expect(engine.create({ name: 'other' })).not.toBe('');
  expect(one.devices.list).toHaveLength(3);
});

test('an internal overlay network leads nowhere', () => {
  const engine = new SwarmEngine();
  engine.network('in', {}, { ...ATTACHABLE, Internal: true });
  const one = engine.on('in', 'one');
  expect(one.netlink(true).links()).toHaveLength(2);
});

test.each([
  [
    'a second ingress network',
    () => ({ Name: 'x', Driver: 'overlay', Ingress: true }),
    'rpc error: code = AlreadyExists',
  ],
  [
    'an unknown IPAM driver',
    () => ({ Name: 'x', Driver: 'overlay', IPAM: { Driver: 'no' } }),
    'rpc error: code = InvalidArgument',
  ],
  ['a name of the engine’s', () => ({ Name: 'host', Driver: 'overlay' }), 'network with name host already exists'],
  ['a name that DNS has not', () => ({ Name: 'a b', Driver: 'overlay' }), 'name must be valid as a DNS name component'],
  [
    'an overlay network without IPv4',
    () => ({ Name: 'x', Driver: 'overlay', EnableIPv4: false }),
    'IPv4 cannot be disabled',
  ],
  ['a name that is taken', () => ({ Name: 'ov', Driver: 'overlay' }), 'network with name ov already exists'],
  [
    'an overlay network for one machine',
    () => ({ Name: 'x', Driver: 'overlay', Scope: 'local' }),
    'cannot downgrade network scope',
  ],
])('%s is refused, and nothing is left of it', (_, request, message) => {
  const engine = new SwarmEngine();
  engine.network('ov', {});
  const before = engine.state();
  expect(failure(() => engine.call(engine.engine.createNetwork(request())))).toContain(message);
  expect(engine.state()).toEqual(before);
});

test('a network whose subnet is taken waits for it', () => {
  const engine = new SwarmEngine();
  const ipam = { IPAM: { Config: [{ Subnet: '10.0.0.0/24' }] } };
  engine.network('late', {}, { ...ATTACHABLE, ...ipam });
  expect(engine.engine.networkInspect('late')).toMatchObject({ Driver: '', IPAM: { Config: null } });
  expect(failure(() => engine.on('late', 'one'))).toContain('context deadline exceeded');
  engine.call(engine.engine.deleteNetwork('ingress'));
  expect(engine.engine.networkInspect('late').IPAM.Config).toEqual([{ Subnet: '10.0.0.0/24', Gateway: '10.0.0.1' }]);
});

test('neither what is not attachable nor what is in use can be had', () => {
  const engine = new SwarmEngine();
  engine.network('closed', {});
  expect(failure(() => engine.on('closed', 'one'))).toContain('network closed not manually attachable');
  expect(failure(() => engine.on('nosuch', 'two'))).toContain('code = NotFound desc = network nosuch not found');
  engine.network('ov', {}, ATTACHABLE);
  engine.on('ov', 'three');
  expect(failure(() => engine.call(engine.engine.deleteNetwork('ov')))).toMatch(/is in use by task [0-9a-z]{25}$/);
  expect(engine.call(engine.engine.networksPrune(NO_FILTERS)).NetworksDeleted).toEqual(['closed']);
});

test('with the last manager goes the swarm: containers lose its networks, and the gateway bridge stays', () => {
  const engine = new SwarmEngine();
  engine.network('ov', {}, ATTACHABLE);
  const one = engine.on('ov', 'one');
  expect(failure(() => engine.call(engine.engine.swarmLeave(false)))).toContain('Removing the last manager');
  engine.call(engine.engine.swarmLeave(true));
  engine.pass(1);
  expect(one.netlink(true).links()).toHaveLength(1);
  expect(
    engine.engine
      .networks(NO_FILTERS)
      .map(({ Name }) => Name)
      .sort(),
  ).toEqual(['bridge', 'docker_gwbridge', 'host', 'none']);
  expect(engine.engine.networkInspect('docker_gwbridge').Containers).toEqual({});
  expect(failure(() => engine.engine.swarmInspect())).toContain('This node is not a swarm manager');
  expect(engine.init()).toMatch(ID);
});

test('tokens differ by role and are rotated apart', () => {
  const engine = new SwarmEngine();
  const { JoinTokens: before, Version } = engine.engine.swarmInspect();
  expect(before.Worker).toMatch(/^SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}$/);
  engine.call(engine.engine.swarmUpdate({}, { version: Version.Index, rotate: ['worker'] }));
  const { JoinTokens: after } = engine.engine.swarmInspect();
  expect([after.Worker === before.Worker, after.Manager === before.Manager]).toEqual([false, true]);
  const stale = () => engine.call(engine.engine.swarmUpdate({}, { version: Version.Index, rotate: [] }));
  expect(failure(stale)).toContain('update out of sequence');
});

test('pools of one’s own are what networks are cut from', () => {
  const engine = new SwarmEngine();
  engine.call(engine.engine.swarmLeave(true));
  engine.init({ DefaultAddrPool: ['10.20.0.0/16'], SubnetSize: 26 });
  engine.network('ov', {});
  const subnets = ['ingress', 'ov'].map((name) => engine.engine.networkInspect(name).IPAM.Config?.[0]?.Subnet);
  expect(subnets).toEqual(['10.20.0.0/26', '10.20.0.64/26']);
});

test('the only node stays a manager', () => {
  const engine = new SwarmEngine();
  const { Spec, Version } = engine.engine.nodeInspect('docker1');
  const demote = () => engine.call(engine.engine.nodeUpdate('docker1', Version.Index, { ...Spec, Role: 'worker' }));
  expect(failure(demote)).toContain('attempting to demote the last manager');
  engine.call(engine.engine.nodeUpdate('docker1', Version.Index, { ...Spec, Labels: { a: 'b' } }));
  expect(engine.engine.nodes(filters({ 'node.label': ['a=b'] }))).toHaveLength(1);
  expect(engine.engine.nodes(filters({ 'node.label': ['a=c'] }))).toEqual([]);
});
