/** A swarm's settings (moby's api/types/swarm); times in ns. */
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
export type AskedSwarmSpec = { [K in keyof SwarmSpec]?: Partial<SwarmSpec[K]> | null };

/** Body of `POST /swarm/init`. */
export interface SwarmInitRequest {
  ListenAddr?: string;
  AdvertiseAddr?: string;
  DataPathAddr?: string;
  DataPathPort?: number;
  DefaultAddrPool?: string[] | null;
  SubnetSize?: number;
  ForceNewCluster?: boolean;
  AutoLockManagers?: boolean;
  Availability?: string;
  Spec?: AskedSwarmSpec;
}

/** Body of `POST /swarm/join`, as far as it is looked at. */
export interface SwarmJoinRequest {
  ListenAddr?: string;
  DataPathAddr?: string;
  RemoteAddrs?: readonly string[] | null;
  JoinToken?: string;
}

interface TlsInfo {
  CertIssuerSubject?: string;
}

/** What has a version, which whoever changes it must know. */
interface Versioned {
  ID: string;
  Version: { Index: number };
  CreatedAt: string;
  UpdatedAt: string;
}

/** A swarm as `GET /info` shows it. */
export interface ClusterInfo extends Versioned {
  Spec: SwarmSpec;
  TLSInfo: TlsInfo;
  RootRotationInProgress: boolean;
  DefaultAddrPool: readonly string[] | null;
  SubnetSize: number;
  DataPathPort: number;
}

/** `GET /swarm`. */
export interface SwarmInspect extends ClusterInfo {
  JoinTokens: { Worker: string; Manager: string };
}

/** What `POST /swarm/update` asks for besides the settings. */
export interface SwarmUpdateFlags {
  readonly version: number;
  readonly rotate: readonly ('worker' | 'manager' | 'unlock')[];
}

/** Body of `POST /nodes/ID/update`. */
export interface NodeSpec {
  Labels?: Record<string, string> | null;
  Role?: string;
  Availability?: string;
}

/** `GET /nodes/ID`. */
export interface NodeInspect extends Versioned {
  Spec: Required<NodeSpec>;
  Description: {
    Hostname: string;
    Platform: { Architecture: string; OS: string };
    Resources: { NanoCPUs: number; MemoryBytes: number };
    Engine: { EngineVersion: string; Plugins: readonly { Type: string; Name: string }[] };
    TLSInfo: TlsInfo;
  };
  Status: { State: string; Addr: string };
  ManagerStatus?: { Leader: boolean; Reachability: string; Addr: string };
}
