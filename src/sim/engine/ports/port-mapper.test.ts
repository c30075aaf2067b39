import { expect, test } from 'vitest';
import type { TableName } from '../../kernel/netfilter/iptables.ts';
import { netfilterOf } from '../../kernel/netfilter/netfilter.ts';
import { failure, filters, NO_FILTERS, TestEngine } from '../test-engine.test-support.ts';

function engineWithLoopback(): TestEngine {
  const docker = new TestEngine();
  docker.machine.namespaces.net.netlink(true).setLink('lo', { up: true });
  return docker;
}

type Bindings = Record<string, { HostIp: string; HostPort: string }[]>;

function publishing(name: string, PortBindings: Bindings, host: object = {}) {
  const ExposedPorts = Object.fromEntries(Object.keys(PortBindings).map((port) => [port, {}]));
  return { name, config: { ExposedPorts }, host: { PortBindings, ...host } };
}

const on = (HostPort: string, HostIp = '') => [{ HostIp, HostPort }];

/** All of the host that published ports touch: rules, sockets, proxies. */
function traces({ machine }: TestEngine) {
  const { net } = machine.namespaces;
  const rules = (['filter', 'nat', 'raw'] as TableName[]).map((table) =>
    netfilterOf(net).tables[table].chains.map(({ name, rules }) => [name, rules.map(({ spec }) => spec)]),
  );
  const proxies = machine.processes().filter(({ argv }) => argv[0]?.endsWith('docker-proxy'));
  const tcp = net.tcp.listeners.map(({ claim }) => `${claim.families} ${claim.address} ${claim.port}`);
  const udp = net.udp.sockets.map(({ families, endpoint }) => `${families} ${endpoint.address} ${endpoint.port}`);
  return { rules, proxies: proxies.map(({ argv }) => argv.slice(2, 9).join(' ')), tcp, udp };
}

test('a published port listens in both families, each by a proxy of its own', () => {
  const docker = engineWithLoopback();
  docker.run(publishing('web', { '80/tcp': on('8080'), '53/udp': on('5353', '127.0.0.1') }));
  const { proxies, tcp, udp } = traces(docker);
  expect(tcp).toEqual(['inet 0 8080', 'inet6 0 8080']);
  expect(udp).toEqual([`inet ${0x7f000001} 5353`]);
  expect(proxies).toEqual([
    'udp -host-ip 127.0.0.1 -host-port 5353 -container-ip 172.17.0.2',
    'tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2',
    'tcp -host-ip :: -host-port 8080 -container-ip 172.17.0.2',
  ]);
  expect(docker.inspect('web').NetworkSettings.Ports['80/tcp']).toEqual([
    { HostIp: '0.0.0.0', HostPort: '8080' },
    { HostIp: '::', HostPort: '8080' },
  ]);
});

test('nothing of it is left when the container ends', () => {
  const docker = engineWithLoopback();
  const before = traces(docker);
  docker.run(publishing('web', { '80/tcp': on('8080'), '81/tcp': on('81', '127.0.0.1'), '53/udp': on('') }));
  docker.call(docker.engine.containerKill('web', 'SIGKILL'), 1);
  expect(traces(docker)).toEqual(before);
  expect(docker.inspect('web').NetworkSettings.Ports).toEqual({});
});

test.each([
  ['a port that is taken', on('8080'), 'Bind for 0.0.0.0:8080 failed: port is already allocated'],
  [
    'an address that is not the host’s',
    on('8099', '10.9.9.9'),
    'failed to bind host port for 10.9.9.9:8099:172.17.0.3:80/tcp: cannot assign requested address',
  ],
])('%s leaves the container created, and nothing half-made', (_, binding, reason) => {
  const docker = engineWithLoopback();
  docker.run(publishing('one', { '80/tcp': on('8080') }));
  const before = traces(docker);
  const asked = { '79/tcp': on('7979'), '80/tcp': binding, '53/udp': on('') };
  docker.create(publishing('two', asked));
  const message = failure(() => docker.call(docker.engine.containerStart('two')));
  expect(message).toContain('failed to set up container networking: driver failed programming external connectivity');
  expect(message).toContain(reason);
  expect(docker.inspect('two').State).toMatchObject({ Status: 'created', ExitCode: 128 });
  expect(traces(docker)).toEqual(before);
  docker.run(publishing('three', { '79/tcp': on('7979') }));
});

test('a port that the host itself uses is passed over where the engine chooses, refused where it was chosen', () => {
  const docker = engineWithLoopback();
  const squatter = docker.machine.namespaces.net.socketFamily({ raw: true, gid: 0 }).socket('inet', 'stream', 0);
  squatter.bind({ family: 'inet', address: '0.0.0.0', port: 32_768 });
  squatter.listen(1);
  docker.run({ name: 'any', config: { ExposedPorts: { '80/tcp': {} } }, host: { PublishAllPorts: true } });
  expect(docker.inspect('any').NetworkSettings.Ports['80/tcp']?.[0]?.HostPort).toBe('32769');
  docker.create(publishing('one', { '80/tcp': on('32768') }));
  expect(failure(() => docker.call(docker.engine.containerStart('one')))).toContain(
    'failed to bind host port for 0.0.0.0:32768:172.17.0.3:80/tcp: address already in use',
  );
});

test('ports follow the endpoint that has the default route', () => {
  const docker = engineWithLoopback();
  docker.call(docker.engine.createNetwork({ Name: 'aaa', Driver: 'bridge' } as never));
  docker.run(publishing('web', { '80/tcp': on('8080') }));
  docker.call(docker.engine.connectContainerToNetwork('web', 'aaa', {}));
  expect(traces(docker).proxies[0]).toContain('-container-ip 172.18.0.2');
  docker.call(docker.engine.disconnectContainerFromNetwork('web', 'aaa', false));
  expect(traces(docker).proxies).toHaveLength(2);
  expect(traces(docker).proxies[0]).toContain('-container-ip 172.17.0.2');
});

test('ps knows containers by their ports, of the host or their own', () => {
  const docker = engineWithLoopback();
  docker.run(publishing('web', { '80/tcp': on('8080') }));
  docker.run({ name: 'inside', config: { ExposedPorts: { '80/tcp': {} } } });
  const found = (fields: Record<string, string[]>) =>
    docker.engine.containers({ all: false, limit: 0, filters: filters(fields) }).map(({ Names }) => Names[0]);
  expect(found({ publish: ['8000-8080'] })).toEqual(['/web']);
  expect(found({ expose: ['80'] })).toEqual(['/inside', '/web']);
  expect(failure(() => found({ publish: ['x'] }))).toBe(
    'error while looking up for publish x: strconv.ParseUint: parsing "x": invalid syntax',
  );
  const [, web] = docker.engine.containers({ all: false, limit: 0, filters: NO_FILTERS });
  expect(web?.Ports).toContainEqual({ IP: '::', PrivatePort: 80, Type: 'tcp', PublicPort: 8080 });
});

test('on the host’s own network nothing is published, and the engine says so', () => {
  const docker = engineWithLoopback();
  const before = traces(docker);
  const id = docker.run(publishing('web', { '80/tcp': on('8080') }, { NetworkMode: 'host' }));
  expect(traces(docker)).toEqual(before);
  const { Config, HostConfig } = docker.inspect(id);
  const options = { name: '', config: Config, hostConfig: HostConfig, networkingConfig: { EndpointsConfig: null } };
  expect(docker.call(docker.engine.containerCreate(options)).Warnings).toEqual([
    'Published ports are discarded when using host network mode',
  ]);
});
