import type { FlowTable } from '../flow/flow-table.ts';
import type { NetDevice } from '../link/device.ts';
import type { NetEnvironment } from '../link/environment.ts';
import type { TraceDetail } from '../trace.ts';
import type { AddressTable } from './address-table.ts';
import type { Fragments } from './fragments.ts';
import type { IcmpLimiter } from './icmp-limiter.ts';
import type { IpPacket } from './ip-packet.ts';
import type { CachedRoute } from './ipv4-route.ts';
import type { NeighbourTable } from './neighbour-table.ts';
import type { NetfilterHooks } from './netfilter-hooks.ts';
import type { Packet } from './packet.ts';
import type { PolicyRouting } from './policy-routing.ts';
import type { RoutingTable } from './routing-table.ts';
import type { IcmpFailure } from './sockets/icmp-errno.ts';
import type { Sysctls } from './sysctl.ts';
import type { Transports } from './transports.ts';

/** A transport over either family (struct net_protocol, struct inet6_protocol). */
export interface Protocol {
  /** Takes a whole packet that is addressed to this namespace. */
  receive(packet: IpPacket): void;
  /** Takes an ICMP error about a packet that this namespace sent; `original` may be cut short. */
  error(original: IpPacket, failure: IcmpFailure): void;
}

/** What the parts of IPv4 see of their namespace (struct netns_ipv4). */
export interface Ipv4Net {
  readonly name: string;
  readonly environment: NetEnvironment;
  readonly loopback: NetDevice;
  readonly addresses: AddressTable;
  readonly routes: RoutingTable;
  readonly policy: PolicyRouting;
  /** The ways of what is sent from here. */
  readonly flows: FlowTable;
  /** By destination, a signed number. */
  readonly cachedRoutes: Map<number, CachedRoute>;
  readonly neighbours: NeighbourTable<number, Packet>;
  readonly fragments: Fragments;
  readonly icmpLimiter: IcmpLimiter;
  readonly sysctls: Sysctls;
  readonly netfilter: NetfilterHooks;
  /** Transports by protocol number; what is not in it gets « protocol unreachable ». */
  readonly protocols: Transports;
  /** Gives raw sockets their copy; true where there was one. */
  deliverRaw(packet: Packet): boolean;
  /** A number for the next packet's identification field. */
  nextId(): number;
  /** Emits a trace event; `detail` is built only where someone listens. */
  trace(device: NetDevice | undefined, detail: () => TraceDetail): void;
}
