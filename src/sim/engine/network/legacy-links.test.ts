import { expect, test } from 'vitest';
import { readFile } from '../../kernel/fs/tree.ts';
import { failure, NO_FILTERS, TestEngine } from '../test-engine.test-support.ts';

const hosts = (host: TestEngine, name: string): string[] => {
  const { Pid } = host.inspect(name).State;
  const root = host.machine.processes().find(({ pid }) => pid === Pid)?.namespaces.root;
  return (root && readFile(root, '/etc/hosts')?.split('\n').slice(6, -1)) ?? [];
};

test('a link puts the other’s names before one’s own, one way only', () => {
  const host = new TestEngine();
  const db = host.run({ name: 'db' }).slice(0, 12);
  const site = host.run({ name: 'site' }).slice(0, 12);
  const app = host.run({ name: 'app', host: { Links: ['db', 'site:www'] } }).slice(0, 12);
  expect(hosts(host, 'app')).toEqual([`172.17.0.2\tdb ${db}`, `172.17.0.3\twww ${site} site`, `172.17.0.4\t${app}`]);
  expect(hosts(host, 'db')).toEqual([`172.17.0.2\t${db}`]);
  expect(host.inspect('app').HostConfig.Links).toEqual(['/db:/app/db', '/site:/app/www']);
});

test('the other’s new address is written when it starts anew', () => {
  const host = new TestEngine();
  const db = host.run({ name: 'db', command: ['service'] }).slice(0, 12);
  host.run({ name: 'app', host: { Links: ['db'] } });
  host.call(host.engine.containerStop('db', { signal: '' }));
  host.run({ name: 'squatter' });
  host.call(host.engine.containerStart('db'));
  expect(hosts(host, 'app')[0]).toBe(`172.17.0.4\tdb ${db}`);
});

test('variables tell of the other’s ports, name and environment', () => {
  const host = new TestEngine();
  host.run({ name: 'base', config: { ExposedPorts: { '5432/tcp': {} }, Env: ['PGUSER=admin'] } });
  host.run({ name: 'mid', command: ['env'], host: { Links: ['base:pg'] } });
  expect(host.logs('mid').split('\n').slice(2)).toEqual([
    'PG_PORT=tcp://172.17.0.2:5432',
    'PG_PORT_5432_TCP=tcp://172.17.0.2:5432',
    'PG_PORT_5432_TCP_ADDR=172.17.0.2',
    'PG_PORT_5432_TCP_PORT=5432',
    'PG_PORT_5432_TCP_PROTO=tcp',
    'PG_NAME=/mid/pg',
    'PG_ENV_PGUSER=admin',
    'HOME=/root',
    '',
  ]);
});

test('unknown and stopped targets are refused; a refused creation leaves nothing', () => {
  const host = new TestEngine();
  expect(failure(() => host.create({ name: 'app', host: { Links: ['nobody'] } }))).toBe(
    'could not get container for nobody: No such container: nobody',
  );
  expect(host.names()).toEqual([]);
  host.create({ name: 'idle' });
  host.create({ name: 'app', host: { Links: ['idle'] } });
  expect(failure(() => host.call(host.engine.containerStart('app')))).toBe(
    'Cannot link to a non running container: /idle AS /app/idle',
  );
  host.call(host.engine.containerRemove('idle', { force: true, volumes: false, link: false }));
  expect(failure(() => host.call(host.engine.containerStart('app')))).toBe(
    'Cannot link to a non running container: /idle AS /app/idle',
  );
});

test('links follow a rename, and rm --link takes one away', () => {
  const host = new TestEngine();
  host.run({ name: 'base' });
  host.run({ name: 'solo', host: { Links: ['base:x', 'base:y'] } });
  expect(host.engine.containers({ all: true, limit: 0, filters: NO_FILTERS })[1]?.Names).toEqual([
    '/base',
    '/solo/x',
    '/solo/y',
  ]);
  host.call(host.engine.containerRemove('/solo/x', { force: false, volumes: false, link: true }));
  expect(host.inspect('solo').HostConfig.Links).toEqual(['/base:/solo/y']);
  host.call(host.engine.containerRename('solo', 'alone'));
  expect(host.inspect('alone').HostConfig.Links).toEqual(['/base:/alone/y']);
});
