import { expect, test } from 'vitest';
import { ping, rawIcmp, Testbed } from './testbed.test-support.ts';

function machine() {
  const bed = new Testbed();
  bed.container(bed.bridge('br0', '10.1.0.1', 24), '10.1.0.2', undefined, 24);
  bed.container(bed.bridge('br1', '10.2.0.1', 24), '10.2.0.2', undefined, 24);
  const netlink = bed.host.netlink(true);
  const deviceFor = (address: string): string | undefined => {
    bed.run(ping(rawIcmp(bed.host), address, { deadline: bed.clock.now + 1 }), 1000);
    return bed.eventsOf('route').at(-1)?.device;
  };
  return { bed, netlink, deviceFor };
}

test('the longest prefix wins, then the lowest metric', () => {
  const { netlink, deviceFor } = machine();
  netlink.addRoute({ destination: '0.0.0.0', prefix: 0, gateway: '10.1.0.2' });
  expect(deviceFor('9.9.9.9')).toBe('br0');
  netlink.addRoute({ destination: '9.0.0.0', prefix: 8, gateway: '10.2.0.2', metric: 10 });
  expect(deviceFor('9.9.9.9')).toBe('br1');
  netlink.addRoute({ destination: '9.0.0.0', prefix: 8, gateway: '10.1.0.2' });
  expect(deviceFor('9.9.9.9')).toBe('br0');
});

test('routes are listed by destination, as the kernel does', () => {
  const { netlink } = machine();
  netlink.addRoute({ destination: '0.0.0.0', prefix: 0, gateway: '10.2.0.2' });
  netlink.addRoute({ destination: '10.2.0.0', prefix: 16, device: 'br0' });
  expect(netlink.routes().map((route) => `${route.destination}/${route.prefix} ${route.device}`)).toEqual([
    '0.0.0.0/0 br1',
    '10.1.0.0/24 br0',
    '10.2.0.0/24 br1',
    '10.2.0.0/16 br0',
  ]);
  expect(netlink.routes()[1]).toMatchObject({ source: '10.1.0.1', scope: 'link', protocol: 'kernel' });
});

test('what the table cannot hold is refused', () => {
  const { netlink } = machine();
  netlink.addRoute({ destination: '0.0.0.0', prefix: 0, gateway: '10.2.0.2' });
  expect(() => netlink.addRoute({ destination: '0.0.0.0', prefix: 0, gateway: '10.1.0.2' })).toThrow('File exists');
  expect(() => netlink.addRoute({ destination: '9.9.9.9', prefix: 8, device: 'br0' })).toThrow('Invalid argument');
  expect(() => netlink.addRoute({ destination: '9.0.0.0', prefix: 8 })).toThrow('No such device');
  expect(() => netlink.deleteRoute({ destination: '9.0.0.0', prefix: 8 })).toThrow('No such process');
  netlink.setLink('br0', { up: false });
  expect(() => netlink.addRoute({ destination: '9.0.0.0', prefix: 8, device: 'br0' })).toThrow('Network is down');
});

test('the last address of a device takes its routes along', () => {
  const { netlink } = machine();
  netlink.addRoute({ destination: '0.0.0.0', prefix: 0, gateway: '10.2.0.2' });
  netlink.deleteAddress('br1', '10.2.0.1', 24);
  expect(netlink.routes().map((route) => route.device)).toEqual(['br0']);
  expect(() => netlink.deleteAddress('br1', '10.2.0.1', 24)).toThrow('Cannot assign requested address');
});
