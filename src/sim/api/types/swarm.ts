/** Body of `POST /swarm/init`, as far as it is looked at (moby's api/types/swarm). */
export interface SwarmInitRequest {
  ListenAddr?: string;
  AdvertiseAddr?: string;
  DataPathAddr?: string;
  DataPathPort?: number;
  DefaultAddrPool?: string[] | null;
  SubnetSize?: number;
}

/** Body of `POST /swarm/join`, as far as it is looked at. */
export interface SwarmJoinRequest {
  ListenAddr?: string;
  DataPathAddr?: string;
  RemoteAddrs?: readonly string[] | null;
  JoinToken?: string;
}
