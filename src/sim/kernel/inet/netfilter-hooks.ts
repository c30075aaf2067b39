import type { BridgeFilter, DeviceOwner } from '../link/device.ts';
import type { HookName } from '../trace.ts';
import { word } from '../wire/bytes.ts';
import { ETHERTYPE_IPV6 } from '../wire/ethernet.ts';
import type { IpPacket } from './ip-packet.ts';

/** `stolen`: the hook keeps the packet, or has answered it itself; the caller does nothing more. */
export type Verdict = 'accept' | 'drop' | 'stolen';

/**
 * What inet asks at the five hooks. The packet may be changed in place: after PREROUTING, OUTPUT it is routed by what
 * it says then. `packet.inDevice` and `packet.outDevice` are set as far as they are known at that hook.
 */
export interface NetfilterHooks {
  run(hook: HookName, packet: IpPacket): Verdict;
  /** Defragment before PREROUTING and OUTPUT? Connection tracking needs whole packets (nf_defrag_ipv4, nf_defrag_ipv6). */
  readonly needsWholePackets: boolean;
  /** Asked for what the namespace's bridges pass from port to port. */
  readonly bridgeFilter?: BridgeFilter;
  readonly bridgeOverhear?: NonNullable<DeviceOwner['bridgeOverhear']>;
}

/** No rule anywhere. */
export const acceptAll: NetfilterHooks = { run: () => 'accept', needsWholePackets: false };

const isIpv6 = (frame: Uint8Array): boolean => word(frame, 12) === ETHERTYPE_IPV6;

/** Who is asked for what bridges pass on: IPv6's hooks for its frames, where it has any. */
export function bridgeFilterOf(four: NetfilterHooks, six: NetfilterHooks): BridgeFilter | undefined {
  const { bridgeFilter } = four;
  const { bridgeFilter: bridgeFilter6 } = six;
  if (!bridgeFilter || !bridgeFilter6) return bridgeFilter ?? bridgeFilter6;
  return (frame, from, to, bridge) => (isIpv6(frame) ? bridgeFilter6 : bridgeFilter)(frame, from, to, bridge);
}

/** As {@link bridgeFilterOf}, of what bridges hear. */
export function overhearOf(four: NetfilterHooks, six: NetfilterHooks): DeviceOwner['bridgeOverhear'] {
  const { bridgeOverhear } = four;
  const { bridgeOverhear: bridgeOverhear6 } = six;
  if (!bridgeOverhear || !bridgeOverhear6) return bridgeOverhear ?? bridgeOverhear6;
  return (frame, from, bridge) => (isIpv6(frame) ? bridgeOverhear6 : bridgeOverhear)(frame, from, bridge);
}
