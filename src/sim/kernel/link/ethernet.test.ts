import { expect, test } from 'vitest';
import { Clock } from '../clock.ts';
import { Random } from '../random.ts';
import { emitEthernet } from '../wire/ethernet.ts';
import { Ethernet, LanSegment } from './ethernet.ts';

function lan() {
  const clock = new Clock(0);
  const environment = { machine: 'lan', clock, random: new Random(3), trace: { active: false, emit: () => {} } };
  const segment = new LanSegment(environment);
  const cards = [0, 1, 2].map(() => new Ethernet(environment, { name: 'eth0' }));
  for (const card of cards) {
    card.plug(segment);
    card.setUp(true);
  }
  const send = (from: number, destination: string): number[] => {
    const source = cards[from]?.mac ?? '';
    cards[from]?.transmit(emitEthernet({ destination, source, etherType: 0x88b5, payload: new Uint8Array(1) }));
    while (clock.step(clock.now + 1000));
    return cards.map((card) => card.statistics.rxPackets);
  };
  return { cards, send };
}

test('a switch floods what it does not know and learns from what it hears', () => {
  const { cards, send } = lan();
  expect(send(0, cards[1]?.mac ?? '')).toEqual([0, 1, 1]);
  expect(send(1, cards[0]?.mac ?? '')).toEqual([1, 1, 1]);
  expect(send(0, cards[1]?.mac ?? '')).toEqual([1, 2, 1]);
});

test('a card without a cable has no carrier and drops what it should send', () => {
  const { cards, send } = lan();
  cards[0]?.plug(undefined);
  expect(cards[0]?.flags).toEqual(['NO-CARRIER', 'BROADCAST', 'MULTICAST', 'UP']);
  expect(send(0, 'ff:ff:ff:ff:ff:ff')).toEqual([0, 0, 0]);
  expect(cards[0]?.statistics.txDropped).toBe(1);
});
