import type { AskedSwarmSpec } from '../../api/types/swarm.ts';
import type { Values } from '../../command/flag.ts';
import * as flag from '../../command/flags.ts';

/** Of `swarm init` and `swarm update`: what a swarm's settings are made of. */
export const SPEC_FLAGS = {
  'cert-expiry': flag.duration('Validity period for node certificates (ns|us|ms|s|m|h) (default 2160h0m0s)'),
  'dispatcher-heartbeat': flag.duration('Dispatcher heartbeat period (ns|us|ms|s|m|h) (default 5s)'),
  'external-ca': flag.textOf('external-ca')('Specifications of one or more certificate signing endpoints', {
    simulated: false,
  }),
  'max-snapshots': flag.uintText('uint')('Number of additional Raft snapshots to retain'),
  'snapshot-interval': flag.uintText('uint')('Number of log entries between Raft snapshots', { default: '10000' }),
  'task-history-limit': flag.int('Task history retention limit', { default: 5 }),
};

/** The settings that were asked for (docker/cli's swarmOptions.mergeSwarmSpec). */
export function askedSpec(
  flags: Values<typeof SPEC_FLAGS>,
  changed: ReadonlySet<string>,
  autolock: boolean | undefined,
): AskedSwarmSpec {
  const given = <T>(name: keyof typeof SPEC_FLAGS, value: T): T | undefined => (changed.has(name) ? value : undefined);
  return {
    Orchestration: { TaskHistoryRetentionLimit: given('task-history-limit', flags['task-history-limit']) },
    Raft: {
      SnapshotInterval: given('snapshot-interval', Number(flags['snapshot-interval'])),
      KeepOldSnapshots: given('max-snapshots', Number(flags['max-snapshots'])),
    },
    Dispatcher: { HeartbeatPeriod: given('dispatcher-heartbeat', flags['dispatcher-heartbeat']) },
    CAConfig: { NodeCertExpiry: given('cert-expiry', flags['cert-expiry']) },
    EncryptionConfig: { AutoLockManagers: autolock },
  };
}
