import type { BridgeFilter, DeviceOwner } from '../link/device.ts';
import type { HookName } from '../trace.ts';
import type { IpPacket } from './ip-packet.ts';

/** `stolen`: the hook keeps the packet, or has answered it itself; the caller does nothing more. */
export type Verdict = 'accept' | 'drop' | 'stolen';

/**
 * What inet asks at the five hooks. The packet may be changed in place: after PREROUTING, OUTPUT it is routed by what
 * it says then. `packet.inDevice` and `packet.outDevice` are set as far as they are known at that hook.
 */
export interface NetfilterHooks {
  run(hook: HookName, packet: IpPacket): Verdict;
  /** Defragment before PREROUTING and OUTPUT? Connection tracking needs whole packets (nf_defrag_ipv4). */
  readonly needsWholePackets: boolean;
  /** Asked for what the namespace's bridges pass from port to port. */
  readonly bridgeFilter?: BridgeFilter;
  readonly bridgeOverhear?: NonNullable<DeviceOwner['bridgeOverhear']>;
}

/** No rule anywhere. */
export const acceptAll: NetfilterHooks = { run: () => 'accept', needsWholePackets: false };
