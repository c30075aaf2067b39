import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressPool } from './address-pool.ts';
import { AddressSpace, LOCAL_POOLS } from './address-space.ts';
import { formatPrefix, IPV4, IPV6, overlaps, type Prefix, parsePrefix } from './prefix.ts';

const prefix = (text: string): Prefix => {
  const parsed = parsePrefix(text);
  if (parsed === undefined) throw new Error(`${text} is no prefix`);
  return parsed;
};

/** Address requests and releases, the latter by their place among what is held. */
const steps = fc.array(fc.oneof(fc.constant('take' as const), fc.nat(40)), { maxLength: 80 });

test('no address is given twice, and always the lowest free one', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const pool = new AddressPool(prefix('10.0.0.0/24'));
      const held = new Set<number>();
      const base = prefix('10.0.0.0/24').address;
      for (const step of list) {
        if (step === 'take') {
          let lowest = base + 1;
          while (held.has(lowest)) lowest++;
          expect(pool.request()).toBe(lowest);
          held.add(lowest);
        } else {
          const address = [...held][step];
          if (address === undefined) continue;
          pool.release(address);
          held.delete(address);
        }
      }
    }),
  );
});

test('a serial pool goes round: what was given back comes last', () => {
  const pool = new AddressPool(prefix('10.0.0.0/29'), undefined, true);
  const given = Array.from({ length: 4 }, () => pool.request() - prefix('10.0.0.0/29').address);
  expect(given).toEqual([1, 2, 3, 4]);
  pool.release(prefix('10.0.0.2/32').address);
  const rest = Array.from({ length: 3 }, () => pool.request() - prefix('10.0.0.0/29').address);
  expect(rest).toEqual([5, 6, 2]);
});

test('neither the network’s own address nor its broadcast is given; a full pool says so', () => {
  const pool = new AddressPool(prefix('10.78.0.0/29'));
  const given = Array.from({ length: 6 }, () => pool.request() - prefix('10.78.0.0/29').address);
  expect(given).toEqual([1, 2, 3, 4, 5, 6]);
  expect(() => pool.request()).toThrow('no available addresses on this pool');
});

test('with a range, its first address is the first given; others of the subnet may be asked for', () => {
  const pool = new AddressPool(prefix('172.28.0.0/16'), prefix('172.28.5.0/24'));
  expect(pool.request()).toBe(prefix('172.28.5.0/24').address);
  expect(pool.request(prefix('172.28.9.9/32').address)).toBe(prefix('172.28.9.9/32').address);
  expect(() => pool.request(prefix('172.28.9.9/32').address)).toThrow('Address already in use');
  expect(() => pool.request(prefix('172.29.0.1/32').address)).toThrow('requested address is out of range');
});

test('predefined subnets come in order, skip what is reserved, and a released one is given again', () => {
  const space = new AddressSpace(IPV4, LOCAL_POOLS);
  const next = (reserved: readonly Prefix[] = []) => formatPrefix(space.requestPredefinedPool(reserved).subnet);
  expect(next()).toBe('172.17.0.0/16');
  const second = space.requestPredefinedPool([]);
  expect(next([prefix('172.19.0.0/24')])).toBe('172.20.0.0/16');
  space.releasePool(second);
  expect(next()).toBe('172.18.0.0/16');
  const rest = Array.from({ length: 14 }, () => next());
  expect(rest.slice(-3)).toEqual(['172.31.0.0/16', '192.168.0.0/20', '192.168.16.0/20']);
  for (let i = 0; i < 14; i++) space.requestPredefinedPool([]);
  expect(() => space.requestPredefinedPool([])).toThrow('all predefined address pools have been fully subnetted');
});

test('no two pools overlap, whatever is asked for and given back', () => {
  const wanted = fc.record({ third: fc.nat(3), bits: fc.integer({ min: 20, max: 26 }), drop: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(wanted, { maxLength: 30 }), (list) => {
      const space = new AddressSpace(IPV4, LOCAL_POOLS);
      const held: AddressPool[] = [];
      for (const { third, bits, drop } of list) {
        const subnet = { address: prefix(`10.0.${third * 16}.0/32`).address, bits };
        const free = held.every((pool) => !overlaps(pool.subnet, subnet));
        if (free) held.push(space.requestPool(subnet));
        else expect(() => space.requestPool(subnet)).toThrow('Pool overlaps with other one on this address space');
        const [dropped] = held.splice(drop, 1);
        if (dropped !== undefined) space.releasePool(dropped);
      }
    }),
  );
});

const prefix6 = (text: string): Prefix<string> => {
  const parsed = IPV6.parsePrefix(text);
  if (parsed === undefined) throw new Error(`${text} is no IPv6 prefix`);
  return parsed;
};

test('IPv6 subnets come in order too, around what is taken of them', () => {
  const space = new AddressSpace(IPV6, [{ base: prefix6('fd00:0:0::/48'), size: 64 }]);
  const next = () => space.requestPredefinedPool([prefix6('fd00:0:0:2::53/128')]);
  expect(formatPrefix(next().subnet)).toBe('fd00::/64');
  const taken = space.requestPool(prefix6('fd00:0:0:1:8000::/65'));
  expect(formatPrefix(next().subnet)).toBe('fd00:0:0:3::/64');
  space.releasePool(taken);
  expect(formatPrefix(next().subnet)).toBe('fd00:0:0:1::/64');
});

test('in an IPv6 pool only the routers’ anycast address is nobody’s, however large it is', () => {
  const last = 'fd00::ffff:ffff:ffff:ffff';
  const pool = new AddressPool(prefix6('fd00::/64'));
  expect([pool.request(), pool.request(), pool.request(last)]).toEqual(['fd00::1', 'fd00::2', last]);
  expect(() => pool.request('fd00::')).toThrow('Address already in use');
  expect(() => pool.request('fd00:0:0:1::1')).toThrow('requested address is out of range');
  pool.release('fd00::1');
  expect(pool.request()).toBe('fd00::1');
  expect(() => new AddressPool(prefix6('fd00::/128')).request()).toThrow('no available addresses on this pool');
});
