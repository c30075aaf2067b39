import type { Counters } from '../flow/flow.ts';
import type { HookName } from '../trace.ts';
import type { Chain, Rule } from './chain.ts';
import { ruleChanges } from './chain.ts';
import type { Passage } from './compile.ts';
import { type Tracked, trackedOf } from './conntrack/tracked.ts';

/** What was met on the way through the tables of one hook: rules, and chains whose policy decided. */
export interface Recording {
  readonly counted: (Rule | Chain)[];
  /** Would the next packet of this connection and direction meet the same? */
  steady: boolean;
}

/**
 * What a packet of an established connection met at a hook, none of it refusing: the next one like it is counted by the
 * same, without being asked about again. Rules look at what all packets of a direction have in common, and at devices by
 * their names; those that do not are never remembered ({@link Recording.steady}).
 */
export interface Remembered {
  readonly rules: number;
  readonly addresses: number;
  readonly devices: readonly (string | undefined)[];
  readonly counted: readonly (Rule | Chain)[];
}

function numberOf(hook: HookName): number {
  switch (hook) {
    case 'PREROUTING':
      return 0;
    case 'INPUT':
      return 1;
    case 'FORWARD':
      return 2;
    case 'OUTPUT':
      return 3;
    case 'POSTROUTING':
      return 4;
  }
}

/** Where in a connection's list what was met at that hook in that direction is. */
const slotOf = ({ hook }: Passage, { direction }: Tracked): number =>
  numberOf(hook) * 2 + (direction === 'reply' ? 1 : 0);

/** Can what happens to this packet be remembered, or have been? Undefined where the family does not tell of its addresses. */
function established({ packet, family }: Passage): Tracked | undefined {
  if (family.addressChanges === undefined || family.environment.trace.active) return undefined;
  const tracked = trackedOf(packet);
  return tracked?.state === 'ESTABLISHED' ? tracked : undefined;
}

/** A recording for {@link remember}, where there is a use for it. */
export const recordingOf = (passage: Passage): Recording | undefined =>
  established(passage) && { counted: [], steady: true };

/** Counts a packet by what is remembered of the one before it, and returns that; undefined where nothing is, or where it holds no more. */
export function countRemembered(passage: Passage): readonly Counters[] | undefined {
  const tracked = established(passage);
  const known = tracked?.connection.remembered?.[slotOf(passage, tracked)];
  if (known === undefined || !holds(known, passage)) return undefined;
  const { counted } = known;
  const { length } = passage.packet;
  for (let i = 0; i < counted.length; i++) {
    const one = counted[i] as Rule | Chain;
    one.packets++;
    one.bytes += length;
  }
  return counted;
}

function holds({ rules, addresses, devices }: Remembered, passage: Passage): boolean {
  const { packet, physicalIn, physicalOut, family } = passage;
  return (
    rules === ruleChanges() &&
    addresses === family.addressChanges &&
    devices[0] === packet.inDevice?.name &&
    devices[1] === packet.outDevice?.name &&
    devices[2] === physicalIn?.name &&
    devices[3] === physicalOut?.name
  );
}

/** Keeps what was recorded of a packet that passed. */
export function remember(passage: Passage, { counted, steady }: Recording): void {
  const tracked = established(passage);
  if (!steady || !tracked?.connection.confirmed) return;
  const { packet, physicalIn, physicalOut, family } = passage;
  const devices = [packet.inDevice?.name, packet.outDevice?.name, physicalIn?.name, physicalOut?.name];
  tracked.connection.remembered ??= [];
  tracked.connection.remembered[slotOf(passage, tracked)] = {
    rules: ruleChanges(),
    addresses: family.addressChanges ?? 0,
    devices,
    counted,
  };
}
