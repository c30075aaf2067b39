import type { NetDevice } from '../../link/device.ts';
import type { NetEnvironment } from '../../link/environment.ts';
import type { TraceDetail } from '../../trace.ts';
import type { IcmpLimiter } from '../icmp-limiter.ts';
import type { NeighbourTable } from '../neighbour-table.ts';
import type { NetfilterHooks } from '../netfilter-hooks.ts';
import type { Reassembly } from '../reassembly.ts';
import type { Transports } from '../transports.ts';
import type { Ipv6AddressList } from './address-list.ts';
import type { Autoconfiguration } from './autoconfiguration.ts';
import type { Groups } from './groups.ts';
import type { Packet6 } from './packet6.ts';
import type { RoutingTable6 } from './routing-table6.ts';
import type { Ipv6Sysctls } from './sysctls.ts';

/** What the parts of IPv6 see of their namespace (struct netns_ipv6). */
export interface Ipv6Net {
  readonly name: string;
  readonly environment: NetEnvironment;
  readonly loopback: NetDevice;
  /** By index. */
  readonly devices: readonly NetDevice[];
  readonly addresses: Ipv6AddressList;
  readonly groups: Groups;
  readonly autoconfiguration: Autoconfiguration;
  readonly routes: RoutingTable6;
  readonly neighbours: NeighbourTable<string, Packet6>;
  readonly fragments: Reassembly<Packet6>;
  readonly icmpLimiter: IcmpLimiter;
  readonly sysctls: Ipv6Sysctls;
  readonly netfilter: NetfilterHooks;
  /** Transports by number; what is not in it gets « unrecognized next header ». */
  readonly protocols: Transports;
  /** Gives raw sockets their copy; true where there was one. */
  deliverRaw(packet: Packet6): boolean;
  /** A number for the next packet that is cut. */
  nextId(): number;
  /** Does the device have IPv6 at all? */
  enabled(device: NetDevice): boolean;
  /** Emits a trace event; `detail` is built only where someone listens. */
  trace(device: NetDevice | undefined, detail: () => TraceDetail): void;
}
