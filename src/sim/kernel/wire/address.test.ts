import { expect, test } from 'vitest';
import * as address from './address.ts';
import { bits, forAll, ipv4, ipv6, mac } from './arbitraries.ts';

test('an address survives its text', () => {
  forAll(bits(32), (n) => expect(address.parseIpv4(address.formatIpv4(n))).toBe(n));
  forAll(ipv4, (ip) => expect(address.bytesToIpv4(address.ipv4ToBytes(ip))).toBe(ip));
  forAll(mac, (text) => expect(address.bytesToMac(address.macToBytes(text))).toBe(text));
  forAll(ipv6, (ip) => expect(address.bytesToIpv6(address.ipv6ToBytes(ip))).toBe(ip));
});

test.each([
  '',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '1..2.3',
  ' 1.2.3.4',
  '1.2.3.4 ',
  '1.2.3.0x4',
  '-1.2.3.4',
])('%j is no IPv4 address', (text) => {
  expect(address.parseIpv4(text)).toBeUndefined();
  expect(() => address.ipv4ToBytes(text)).toThrow(RangeError);
});

test.each([
  '',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '12345::',
  'g::',
  '::1.2.3',
  '::1.2.3.4:5',
  '1.2.3.4',
  'fe80::1%eth0',
  ':1:2:3:4:5:6:7',
])('%j is no IPv6 address', (text) => expect(address.parseIpv6(text)).toBeUndefined());

test.each([
  ['2001:DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['::', '::'],
  ['fd00::', 'fd00::'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::FFFF:129.144.52.38', '::ffff:129.144.52.38'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
])('%s is written %s (RFC 4291, RFC 5952)', (text, canonical) => {
  expect(address.bytesToIpv6(address.ipv6ToBytes(text))).toBe(canonical);
});

test('a prefix length and its mask say the same', () => {
  for (let prefix = 0; prefix <= 32; prefix++) {
    expect(address.maskToPrefix(address.prefixToMask(prefix))).toBe(prefix);
  }
  expect(address.prefixToMask(20)).toBe('255.255.240.0');
  expect(address.maskToPrefix('255.0.255.0')).toBeUndefined();
  expect(address.maskToPrefix('0.0.0.255')).toBeUndefined();
});

test('a subnet lies between its network and its broadcast address', () => {
  expect(address.networkOf('172.17.3.9', 16)).toBe('172.17.0.0');
  expect(address.broadcastOf('172.17.3.9', 16)).toBe('172.17.255.255');
  expect(address.broadcastOf('10.0.0.1', 0)).toBe('255.255.255.255');
  expect(address.inSubnet('172.17.255.255', '172.17.0.0', 16)).toBe(true);
  expect(address.inSubnet('172.18.0.0', '172.17.0.0', 16)).toBe(false);
  expect(address.inSubnet('8.8.8.8', '0.0.0.0', 0)).toBe(true);
  expect(address.inSubnet('192.168.1.2', '192.168.1.1', 32)).toBe(false);
});

test('a multicast group has its MAC (RFC 1112, RFC 2464)', () => {
  expect(address.multicastMac('224.0.0.251')).toBe('01:00:5e:00:00:fb');
  expect(address.multicastMac('239.255.255.250')).toBe('01:00:5e:7f:ff:fa');
  expect(address.multicastMac('ff02::1:ff28:9c5a')).toBe('33:33:ff:28:9c:5a');
});

test('what is no MAC is refused', () => {
  for (const text of ['', 'aa:bb:cc:dd:ee', 'aa:bb:cc:dd:ee:gg', 'aabbccddeeff']) {
    expect(() => address.macToBytes(text)).toThrow(RangeError);
  }
});
