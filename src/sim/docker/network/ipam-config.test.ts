import { expect, test } from 'vitest';
import { ipamConfig } from './ipam-config.ts';

const none = new Map<string, string>();

test('ranges, gateways and addresses go to the subnets that they lie in', () => {
  expect(
    ipamConfig(['10.1.0.0/16', 'fd00::/64'], ['10.1.5.0/24'], ['fd00::1', '10.1.0.1'], new Map([['x', '10.1.0.9']])),
  ).toEqual([
    { Subnet: '10.1.0.0/16', IPRange: '10.1.5.0/24', Gateway: '10.1.0.1', AuxiliaryAddresses: { x: '10.1.0.9' } },
    { Subnet: 'fd00::/64', Gateway: 'fd00::1' },
  ]);
});

test.each([
  [[], [], ['10.0.0.1'], 'every ip-range or gateway must have a corresponding subnet'],
  [['10.1.0.0/16'], [], ['10.2.0.1'], 'no matching subnet for gateway 10.2.0.1'],
  [['10.1.0.0/16'], ['10.2.0.0/24'], [], 'no matching subnet for range 10.2.0.0/24'],
  [['10.1.0.0/16', '10.1.2.0/24'], [], [], 'multiple overlapping subnet configuration is not supported'],
  [
    ['10.1.0.0/16', '10.2.0.0/16'],
    [],
    ['10.1.0.1', '10.1.0.2'],
    'cannot configure multiple gateways (10.1.0.2, 10.1.0.1) for the same subnet (10.1.0.0/16)',
  ],
])('%j %j %j is refused', (subnets, ranges, gateways, message) => {
  expect(() => ipamConfig(subnets, ranges, gateways, none)).toThrow(message);
});
