import type { AskedSpec } from './spec.ts';

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
  Spec?: AskedSpec;
}

/** Body of `POST /swarm/join`. */
export interface SwarmJoinRequest extends Pick<SwarmInitRequest, 'ListenAddr' | 'DataPathAddr'> {
  RemoteAddrs?: readonly string[] | null;
  JoinToken?: string;
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
