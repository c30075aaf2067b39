import { expect, test } from 'vitest';
import { linkEnvironment } from './link-environment.ts';

const variables = (exposedPorts: string[], environment: string[] = []) =>
  linkEnvironment({ name: '/app/my-db', address: '172.17.0.2', environment, exposedPorts });

test('neighbouring ports make a range besides', () => {
  const names = variables(['6381/tcp', '6379/tcp', '6380/tcp', '6300/udp']).map((line) => line.replace(/=.*/, ''));
  expect(names.filter((name) => /START|END/.test(name))).toEqual([
    'MY_DB_PORT_6379_TCP_START',
    'MY_DB_PORT_6379_TCP_PORT_START',
    'MY_DB_PORT_6379_TCP_END',
    'MY_DB_PORT_6379_TCP_PORT_END',
  ]);
  expect(variables(['6381/tcp', '6379/tcp', '6380/tcp'])).toContain('MY_DB_PORT_6379_TCP_END=tcp://172.17.0.2:6381');
});

test('the lowest TCP port is the port; HOME, PATH and what has no value are not handed on', () => {
  const lines = variables(['53/udp', '8080/tcp', '80/tcp'], ['HOME=/x', 'PATH=/y', 'BARE', 'A=b=c']);
  expect(lines[0]).toBe('MY_DB_PORT=tcp://172.17.0.2:80');
  expect(lines.filter((line) => line.startsWith('MY_DB_ENV_'))).toEqual(['MY_DB_ENV_A=b=c']);
  expect(variables([])).toEqual(['MY_DB_NAME=/app/my-db']);
});
