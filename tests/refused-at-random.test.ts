import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LanEngine } from '../src/sim/engine/drivers/lan-engine.test-support.ts';
import { EngineError } from '../src/sim/engine/errors.ts';
import type { Task } from '../src/sim/kernel/task.ts';
import { type Call, engineState, watchFailures } from './engine-state.ts';

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const IFNAME = 'com.docker.network.endpoint.ifname';
const SYSCTLS = 'com.docker.network.endpoint.sysctls';
const BRIDGE = 'com.docker.network.bridge';

const NETWORKS = ['red', 'blue', 'green', 'n1', 'n2', 'n3', 'n4', 'n5', 'bridge', 'host'];
const CONTAINERS = ['one', 'two', 'three', 'four', 'five'];

const network = oneOf(...NETWORKS);
const freshName = oneOf('green', 'n1', 'n2', 'n3', 'n4', 'n5');
const container = oneOf(...CONTAINERS);

/** Few values, so that they often meet; some that are none. */
const address = oneOf('10.0.1.1', '10.0.1.2', '10.0.1.9', '10.0.1.255', '10.9.9.9', 'x');
const subnet = oneOf(
  '10.0.1.0/29',
  '10.0.2.0/24',
  '10.0.3.0/24',
  '10.0.2.0/30',
  '10.0.4.0/29',
  '10.0.1.5/24',
  '192.168.65.0/24',
);

/** Each is good for one driver and nothing to the others, or no good. */
const OPTIONS: readonly Record<string, string>[] = [
  {},
  { parent: 'eth0' },
  { parent: 'eth0.7' },
  { parent: 'eth9' },
  { parent: 'lo' },
  { parent: 'eth0', macvlan_mode: 'passthru', ipvlan_mode: 'l3' },
  { parent: 'eth0', macvlan_mode: 'x', ipvlan_mode: 'x' },
  { 'com.docker.network.driver.mtu': '1400' },
  { 'com.docker.network.driver.mtu': '10' },
  { 'com.docker.network.driver.mtu': 'x' },
  { [`${BRIDGE}.name`]: 'docker0' },
  { [`${BRIDGE}.name`]: 'br-lab' },
  { [`${BRIDGE}.name`]: 'eth0' },
  { [`${BRIDGE}.name`]: 'a-far-too-long-name' },
  { [`${BRIDGE}.gateway_mode_ipv4`]: 'routed' },
  { [`${BRIDGE}.gateway_mode_ipv4`]: 'isolated' },
  { [`${BRIDGE}.enable_icc`]: 'false' },
];

const DRIVERS = ['bridge', 'bridge', 'macvlan', 'ipvlan'];

const ipam = fc.record({
  Config: fc.array(
    fc.record(
      {
        Subnet: subnet,
        Gateway: address,
        AuxiliaryAddresses: oneOf({}, { a: '10.0.1.2' }, { a: '10.0.1.2', b: '10.0.1.2' }),
      },
      { requiredKeys: ['Subnet'] },
    ),
    { minLength: 1, maxLength: 2 },
  ),
});

/** One thing in question at a time, lest something else be refused first. */
const creation = fc.oneof(
  fc.record({ Name: freshName, Driver: oneOf(...DRIVERS), Options: oneOf(...OPTIONS), Internal: fc.boolean() }),
  fc.record({ Name: freshName, Driver: oneOf(...DRIVERS), IPAM: ipam }),
  fc.record({ Name: network, Scope: oneOf('global', 'swarm'), ConfigOnly: fc.boolean() }),
  fc.record({ Name: freshName, ConfigFrom: oneOf({ Network: 'red' }, { Network: 'green' }) }),
  fc.record({
    Name: network,
    Driver: oneOf('banana', 'host', 'null'),
    IPAM: oneOf({ Driver: 'null' }, { Driver: 'x' }),
  }),
);

const endpoint = fc.record(
  {
    IPAMConfig: fc.record(
      {
        IPv4Address: oneOf('10.0.1.3', '10.0.1.4', '10.9.9.9', 'x'),
        LinkLocalIPs: oneOf([], ['169.254.1.1'], ['10.1.1.1']),
      },
      { requiredKeys: [] },
    ),
    Aliases: oneOf([], ['www']),
    MacAddress: oneOf('', '02:42:0a:00:01:02', '02:42:0a:00:01:02'),
    DriverOpts: fc.dictionary(
      oneOf(IFNAME, SYSCTLS),
      oneOf('eth0', 'lo', 'front', 'net.ipv4.conf.IFNAME.log_martians=1', 'net.ipv4.conf.IFNAME.none=1', 'x'),
      { maxKeys: 1 },
    ),
    GwPriority: fc.integer({ min: -1, max: 1 }),
  },
  { requiredKeys: [] },
);

const ports = fc.dictionary(
  oneOf('80/tcp', '53/udp'),
  fc.array(fc.record({ HostIp: oneOf('', '', '127.0.0.1', '10.9.9.9'), HostPort: oneOf('', '8080', '8080-8081') }), {
    maxLength: 2,
  }),
  { maxKeys: 2 },
);

type Act = (docker: LanEngine) => Task<unknown>;

const act: fc.Arbitrary<Act> = fc.oneof(
  creation.map(
    (request): Act =>
      ({ engine }) =>
        engine.createNetwork(request as never),
  ),
  fc.tuple(container, network, endpoint, ports).map(
    ([name, mode, settings, PortBindings]): Act =>
      (docker) => {
        const ExposedPorts = Object.fromEntries(Object.keys(PortBindings).map((port) => [port, {}]));
        const networks = mode === 'bridge' ? {} : { [mode]: settings };
        docker.create({ name, config: { ExposedPorts }, host: { NetworkMode: mode, PortBindings }, networks });
        return docker.engine.containerStart(name);
      },
  ),
  fc.tuple(network, container, endpoint).map(
    ([to, name, settings]): Act =>
      ({ engine }) =>
        engine.connectContainerToNetwork(name, to, settings as never),
  ),
  fc.tuple(network, container, fc.boolean()).map(
    ([from, name, force]): Act =>
      ({ engine }) =>
        engine.disconnectContainerFromNetwork(name, from, force),
  ),
  container.map(
    (name): Act =>
      ({ engine }) =>
        engine.containerStart(name),
  ),
  container.map(
    (name): Act =>
      ({ engine }) =>
        engine.containerKill(name, 'SIGKILL'),
  ),
  container.map(
    (name): Act =>
      ({ engine }) =>
        engine.containerRemove(name, { force: true, volumes: true, link: false }),
  ),
  network.map(
    (name): Act =>
      ({ engine }) =>
        engine.deleteNetwork(name),
  ),
);

let failures: Call[];
let stop: () => void;

beforeEach(() => {
  failures = [];
  stop = watchFailures((call) => failures.push(call));
});

afterEach(() => stop());

function attempt(docker: LanEngine, task: () => Task<unknown>): void {
  try {
    // Longer than the engine looks for a plugin.
    docker.call(task(), 16);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/** Something to run into. */
function furnish(docker: LanEngine): void {
  docker.network('red', {}, { IPAM: { Config: [{ Subnet: '10.0.1.0/29' }] } });
  docker.network('blue', { 'com.docker.network.bridge.name': 'br-lab' });
  docker.run({ name: 'one', config: { ExposedPorts: { '80/tcp': {} } }, host: { NetworkMode: 'red', ...publishing } });
  docker.run({ name: 'two', host: { NetworkMode: 'blue' } });
}

const publishing = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } };

test('whatever is asked for: what is refused changes nothing, and what was made can be taken back whole', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 5, maxLength: 25 }), (acts) => {
      failures.length = 0;
      const docker = new LanEngine('bridge');
      docker.host.netlink(true).setLink('lo', { up: true });
      const fresh = engineState(docker.engine, '');
      furnish(docker);
      for (const next of acts) attempt(docker, () => next(docker));
      for (const { method, message, before, after } of failures) expect(after, `${method}: ${message}`).toEqual(before);
      const { engine } = docker;
      for (const name of CONTAINERS)
        attempt(docker, () => engine.containerRemove(name, { force: true, volumes: true, link: false }));
      for (const name of [...NETWORKS, ...NETWORKS]) attempt(docker, () => engine.deleteNetwork(name));
      expect(engineState(docker.engine, '')).toEqual(fresh);
    }),
    { numRuns: 60 },
  );
});
