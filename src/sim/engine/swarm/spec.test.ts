import { expect, test } from 'vitest';
import { DEFAULT_SPEC, mergedSpec } from './spec.ts';

test('of what a client sends, only Raft’s snapshots to keep may be none; the other zeros say nothing', () => {
  const Raft = {
    SnapshotInterval: 0,
    KeepOldSnapshots: 0,
    LogEntriesForSlowFollowers: 9,
    ElectionTick: 0,
    HeartbeatTick: 0,
  };
  expect(mergedSpec(DEFAULT_SPEC, { Raft }).Raft).toEqual({ ...DEFAULT_SPEC.Raft, LogEntriesForSlowFollowers: 9 });
  const kept = mergedSpec(DEFAULT_SPEC, { Raft: { KeepOldSnapshots: 3 } });
  expect(mergedSpec(kept, { Raft }).Raft.KeepOldSnapshots).toBe(0);
});

test('a certificate of less than an hour is refused', () => {
  expect(() => mergedSpec(DEFAULT_SPEC, { CAConfig: { NodeCertExpiry: 1_000_000_000 } })).toThrow('1h0m0s');
});
