import { expect, test } from 'vitest';
import { parseFlags } from '../../command/parse-flags.ts';
import { type CreationFlags, creationFlags } from './creation-flags.ts';
import { endpoints } from './endpoints.ts';

const asked = (line: string) =>
  endpoints(parseFlags(creationFlags, line === '' ? [] : line.split(' ')).values as unknown as CreationFlags);

test.each([
  ['', { default: {} }],
  ['--network web', {}],
  [
    '--network web --network-alias a --ip 10.0.0.9',
    { web: { Aliases: ['a'], IPAMConfig: { IPv4Address: '10.0.0.9' } } },
  ],
  ['--net web --link db:d', { web: { Links: ['db:d'] } }],
  ['--link db', { default: {} }],
  ['--network name=web,alias=a,alias=b,gw-priority=5', { web: { Aliases: ['a', 'b'], GwPriority: 5 } }],
  ['--network one --network two', { one: {}, two: {} }],
  ['--mac-address 02:42:ac:11:00:99', { default: { MacAddress: '02:42:ac:11:00:99' } }],
])('%s', (line, expected) => {
  expect(asked(line)).toEqual(expected);
});

test.each([
  ['--network bridge --network-alias a', 'network-scoped aliases are only supported for user-defined networks'],
  [
    '--network web --network bridge',
    'conflicting options: cannot attach both user-defined and non-user-defined network-modes',
  ],
  ['--network web --network web', 'network "web" is specified multiple times'],
  [
    '--network name=web,ip=1.2.3.4 --ip 1.2.3.5',
    'conflicting options: cannot specify both --ip and per-network IPv4 address',
  ],
  ['--network name=web,colour=red', 'invalid field key colour'],
])('%s is refused', (line, message) => {
  expect(() => asked(line)).toThrow(message);
});
