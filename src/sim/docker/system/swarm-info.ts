import type { Info } from '../../api/types/system.ts';
import { humanDuration } from '../../command/units.ts';

/** What `docker info` tells of a swarm (docker/cli's printSwarmInfo). */
export function swarmLines({ Swarm }: Info): string[] {
  const { Cluster: cluster, RemoteManagers, NodeID, NodeAddr, ControlAvailable, Managers, Nodes } = Swarm;
  if (Swarm.LocalNodeState === 'inactive') return [];
  const lines = [`  NodeID: ${NodeID}`, `  Is Manager: ${ControlAvailable}`];
  if (cluster !== undefined) {
    const { Raft, Orchestration, Dispatcher, CAConfig, EncryptionConfig } = cluster.Spec;
    const pools = cluster.DefaultAddrPool?.map((pool) => `${pool}  `).join('');
    lines.push(
      ...[`  ClusterID: ${cluster.ID}`, `  Managers: ${Managers}`, `  Nodes: ${Nodes}`],
      ...(pools === undefined ? [] : [`  Default Address Pool: ${pools}`, `  SubnetSize: ${cluster.SubnetSize}`]),
      ...[`  Data Path Port: ${cluster.DataPathPort}`, '  Orchestration:'],
      ...[`   Task History Retention Limit: ${Orchestration.TaskHistoryRetentionLimit}`, '  Raft:'],
      `   Snapshot Interval: ${Raft.SnapshotInterval}`,
      `   Number of Old Snapshots to Retain: ${Raft.KeepOldSnapshots}`,
      `   Heartbeat Tick: ${Raft.HeartbeatTick}`,
      `   Election Tick: ${Raft.ElectionTick}`,
      ...['  Dispatcher:', `   Heartbeat Period: ${humanDuration(Dispatcher.HeartbeatPeriod / 1e9)}`],
      ...['  CA Configuration:', `   Expiry Duration: ${humanDuration(CAConfig.NodeCertExpiry / 1e9)}`],
      ...['   Force Rotate: 0', `  Autolock Managers: ${EncryptionConfig.AutoLockManagers}`],
      `  Root Rotation In Progress: ${cluster.RootRotationInProgress}`,
    );
  }
  lines.push(`  Node Address: ${NodeAddr}`);
  if (RemoteManagers?.length)
    lines.push('  Manager Addresses:', ...RemoteManagers.map(({ Addr }) => `   ${Addr}`).sort());
  return lines;
}
