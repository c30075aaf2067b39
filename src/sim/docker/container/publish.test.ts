import { expect, test } from 'vitest';
import { portOptions } from './publish.ts';

const bindings = (...publish: string[]) => portOptions(publish, []).portBindings;

test.each([
  ['80', { '80/tcp': [{ HostIp: '', HostPort: '' }] }],
  ['8080:80', { '80/tcp': [{ HostIp: '', HostPort: '8080' }] }],
  ['127.0.0.1:8080:80/udp', { '80/udp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] }],
  ['127.0.0.1::80', { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] }],
  ['[::1]:8080:80', { '80/tcp': [{ HostIp: '::1', HostPort: '8080' }] }],
  ['8000-8010:80', { '80/tcp': [{ HostIp: '', HostPort: '8000-8010' }] }],
  ['published=8080,target=80', { '80/tcp': [{ HostIp: '', HostPort: '8080' }] }],
])('-p %s', (text, expected) => {
  expect(bindings(text)).toEqual(expected);
});

test('ranges go port by port, and a port may be published twice', () => {
  expect(Object.keys(bindings('9001-9003:81-83'))).toEqual(['81/tcp', '82/tcp', '83/tcp']);
  expect(bindings('8080:80', '8081:80')['80/tcp']?.map(({ HostPort }) => HostPort)).toEqual(['8080', '8081']);
});

test('what is exposed needs not be published', () => {
  expect(portOptions([], ['9000', '5000-5002/udp'])).toEqual({
    exposedPorts: { '9000/tcp': {}, '5000/udp': {}, '5001/udp': {}, '5002/udp': {} },
    portBindings: {},
  });
});

test.each([
  ['a', 'Invalid containerPort: a'],
  ['99999:80', 'Invalid hostPort: 99999'],
  ['1.2.3:80:80', 'Invalid ip address: 1.2.3'],
  ['80:80/foo', 'Invalid proto: foo'],
  ['8080:', 'No port specified: 8080:<empty>'],
  ['1-2:80-82', 'Invalid ranges specified for container and host Ports: 80-82 and 1-2'],
])('-p %s is refused', (text, message) => {
  expect(() => bindings(text)).toThrow(message);
});
