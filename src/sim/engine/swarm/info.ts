import { rfc3339Nano } from '../time.ts';
import type { Swarm } from './swarm.ts';

/** No certificates are made here; their issuer's name is the same in every swarm (`CN=swarm-ca`, in DER). */
export const TLS_INFO = { CertIssuerSubject: 'MBMxETAPBgNVBAMTCHN3YXJtLWNh' };

export const times = (
  created: bigint,
  { version, updated }: { readonly version: number; readonly updated: bigint },
) => ({
  Version: { Index: version },
  CreatedAt: rfc3339Nano(created),
  UpdatedAt: rfc3339Nano(updated),
});

/** A swarm as `GET /info` shows it. */
export const inspectCluster = (swarm: Swarm) => ({
  ID: swarm.id,
  ...times(swarm.created, swarm),
  Spec: swarm.spec,
  TLSInfo: TLS_INFO,
  RootRotationInProgress: false,
  DefaultAddrPool: swarm.options.defaultPools,
  SubnetSize: swarm.options.subnetSize,
  DataPathPort: swarm.options.dataPathPort,
});

/** The part of `GET /info`. */
export function swarmInfo(swarm: Swarm | undefined) {
  if (swarm === undefined) {
    return {
      NodeID: '',
      NodeAddr: '',
      LocalNodeState: 'inactive' as const,
      ControlAvailable: false,
      Error: '',
      RemoteManagers: null,
    };
  }
  const { nodeId, managerAddress } = swarm;
  return {
    NodeID: nodeId,
    NodeAddr: swarm.options.address,
    LocalNodeState: 'active' as const,
    ControlAvailable: true,
    Error: '',
    RemoteManagers: [{ NodeID: nodeId, Addr: managerAddress }],
    Nodes: 1,
    Managers: 1,
    Cluster: inspectCluster(swarm),
  };
}
