import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NetNamespace } from '../inet/net-namespace.ts';
import { Packet } from '../inet/packet.ts';
import { Testbed } from '../inet/testbed.test-support.ts';
import { Dummy } from '../link/dummy.ts';
import { emitIpv4Packet } from '../wire/ipv4.ts';
import { netfilterOf } from './netfilter.ts';
import type { RuleSpec } from './rule.ts';

const DEVICES = ['br-a', 'br-b', 'eth0'];
const ADDRESS = 0x0a000000;

/** Seldom, as runs of rules without it are what is found by an index. */
const not = fc.integer({ min: 0, max: 40 }).map((chance) => chance === 0);
const device = fc.record({ name: fc.constantFrom(...DEVICES, 'br-+'), not });
const destination = fc.record({
  address: fc.integer({ min: ADDRESS, max: ADDRESS + 3 }),
  prefix: fc.constantFrom(32, 32, 32, 31),
  not,
});
/** Rules that only count, so that each one tells by itself whether it was met. */
const run = fc.oneof(
  fc.array(fc.record({ inInterface: device }), { minLength: 1, maxLength: 20, size: 'max' }),
  fc.array(fc.record({ outInterface: device, destination }), { minLength: 1, maxLength: 20, size: 'max' }),
  fc.array(fc.record({ destination }), { minLength: 1, maxLength: 20, size: 'max' }),
);

function meets(
  { inInterface, outInterface, destination: to }: RuleSpec,
  [from, out, address]: [string, string, number],
) {
  const named = (match: RuleSpec['inInterface'], name: string): boolean =>
    match === undefined || (match.name === name || (match.name === 'br-+' && name.startsWith('br-'))) !== match.not;
  const reached = (match: NonNullable<RuleSpec['destination']>): boolean =>
    (address >>> (32 - match.prefix) === (match.address as number) >>> (32 - match.prefix)) !== match.not;
  return named(inInterface, from) && named(outInterface, out) && (to === undefined || reached(to));
}

const bed = new Testbed(false);

function forwarded(net: NetNamespace, [from, out, address]: [string, string, number]): void {
  const text = `10.0.0.${address & 255}`;
  const empty = new Uint8Array(0);
  const fields = { tos: 0, id: 1, dontFragment: false, moreFragments: false, fragmentOffset: 0, ttl: 9, protocol: 47 };
  const packet = new Packet(
    emitIpv4Packet({ ...fields, source: '10.9.9.9', destination: text, options: empty, payload: empty }),
  );
  packet.inDevice = new Dummy(bed.environment, from);
  packet.outDevice = new Dummy(bed.environment, out);
  net.netfilter.run('FORWARD', packet);
}

test('a packet meets just the rules that hold for it, however many there are', () => {
  const packet = fc.tuple(fc.constantFrom(...DEVICES), fc.constantFrom(...DEVICES), fc.integer({ min: 0, max: 3 }));
  fc.assert(
    fc.property(fc.array(run, { maxLength: 4 }), packet, (runs, [from, out, host]) => {
      const net = bed.namespace('router');
      const { filter } = netfilterOf(net).tables;
      const specs: RuleSpec[] = runs.flat();
      for (const spec of specs) filter.append('FORWARD', spec);
      const where: [string, string, number] = [from, out, ADDRESS + host];
      forwarded(net, where);
      const met = filter.chain('FORWARD').rules.map(({ packets }) => packets);
      expect(met).toEqual(specs.map((spec) => Number(meets(spec, where))));
    }),
  );
});
