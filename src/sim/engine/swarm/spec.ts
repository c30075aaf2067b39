import { EngineError } from '../errors.ts';

/** A swarm's settings, as the API writes them; times in ns. */
export interface SwarmSpec {
  Name: string;
  Labels: Record<string, string>;
  Orchestration: { TaskHistoryRetentionLimit: number };
  Raft: {
    SnapshotInterval: number;
    KeepOldSnapshots: number;
    LogEntriesForSlowFollowers: number;
    ElectionTick: number;
    HeartbeatTick: number;
  };
  Dispatcher: { HeartbeatPeriod: number };
  CAConfig: { NodeCertExpiry: number };
  TaskDefaults: object;
  EncryptionConfig: { AutoLockManagers: boolean };
}

/** Settings asked for: what is left out or null stays as it is. */
export type AskedSpec = { [K in keyof SwarmSpec]?: Partial<SwarmSpec[K]> | null };

export const DEFAULT_SPEC: SwarmSpec = {
  Name: 'default',
  Labels: {},
  Orchestration: { TaskHistoryRetentionLimit: 5 },
  Raft: {
    SnapshotInterval: 10_000,
    KeepOldSnapshots: 0,
    LogEntriesForSlowFollowers: 500,
    ElectionTick: 10,
    HeartbeatTick: 1,
  },
  Dispatcher: { HeartbeatPeriod: 5_000_000_000 },
  CAConfig: { NodeCertExpiry: 7_776_000_000_000_000 },
  TaskDefaults: {},
  EncryptionConfig: { AutoLockManagers: false },
};

/** In ns. */
const HOUR = 3_600_000_000_000;

/** What the manager refuses, as gRPC says it. */
export const managerError = (code: string, message: string): EngineError =>
  new EngineError('System', `rpc error: code = ${code} desc = ${message}`);

/** Of Raft's settings a 0 is as good as nothing, but for snapshots to keep (moby cluster/convert MergeSwarmSpecToGRPC). */
const given = (raft: Partial<SwarmSpec['Raft']>): Partial<SwarmSpec['Raft']> =>
  Object.fromEntries(Object.entries(raft).filter(([name, value]) => value > 0 || name === 'KeepOldSnapshots'));

/** `spec` with what is asked for. Throws for certificates of less than an hour. */
export function mergedSpec(spec: SwarmSpec, asked: AskedSpec = {}): SwarmSpec {
  const { Orchestration, Raft, Dispatcher, CAConfig, EncryptionConfig } = asked;
  const expiry = CAConfig?.NodeCertExpiry || spec.CAConfig.NodeCertExpiry;
  if (expiry < HOUR) throw managerError('InvalidArgument', 'minimum certificate expiry time is: 1h0m0s');
  return {
    ...spec,
    Labels: { ...spec.Labels, ...asked.Labels } as Record<string, string>,
    Orchestration: { ...spec.Orchestration, ...Orchestration },
    Raft: { ...spec.Raft, ...given(Raft ?? {}) },
    Dispatcher: { ...spec.Dispatcher, ...Dispatcher },
    CAConfig: { NodeCertExpiry: expiry },
    EncryptionConfig: { ...spec.EncryptionConfig, ...EncryptionConfig },
  };
}
