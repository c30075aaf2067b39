import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SECOND } from './clock.ts';
import { PacketLedger } from './packet-ledger.test-support.ts';
import { type NetworkPlan, networkPlan, RandomNetwork } from './random-network.test-support.ts';
import { type Event, happen, traffic } from './random-traffic.test-support.ts';

/** Far more than any packet of these can cause: what exceeds it goes round for ever. */
const MOST_EVENTS = 60_000;

/** What the ledger finds wrong, once all has happened and half a minute has passed. */
function faultsOf(plan: NetworkPlan, events: readonly (readonly [Event, number])[]): readonly string[] {
  const ledger = new PacketLedger();
  const network = new RandomNetwork(plan, ledger);
  ledger.network = network;
  const { clock } = network;
  const pass = (until: number): void => {
    while (ledger.events < MOST_EVENTS && clock.step(until));
  };
  for (const [event, wait] of events) {
    happen(network, event, ledger);
    pass(clock.now + wait);
  }
  pass(clock.now + 35 * SECOND);
  ledger.close();
  return ledger.events < MOST_EVENTS ? ledger.faults : ['packets go round for ever'];
}

test('on any network, whatever is put on its wires: nothing comes from nothing, goes back, lives for ever or throws', () => {
  fc.assert(
    fc.property(networkPlan, traffic, (plan, events) => {
      expect(faultsOf(plan, events)).toEqual([]);
    }),
    { numRuns: 700 },
  );
});
