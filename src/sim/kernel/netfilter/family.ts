import type { IpPacket } from '../inet/ip-packet.ts';
import type { NetDevice } from '../link/device.ts';
import type { NetEnvironment } from '../link/environment.ts';
import type { HookName, TraceDetail } from '../trace.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import type { RejectReason } from './rule.ts';

/** What netfilter asks of the family whose packets it sees: IPv4 or IPv6 of one namespace. */
export interface Family {
  readonly environment: NetEnvironment;
  trace(device: NetDevice | undefined, detail: () => TraceDetail): void;
  /** Another number whenever {@link typeOf} may say something else; left out, it may at any time. */
  readonly addressChanges?: number;
  /** What an address is to this namespace: `local`, `unicast` … */
  typeOf(address: IpAddress): string;
  /** The address with which this namespace itself would speak to where a packet goes (MASQUERADE); undefined without one. */
  speaksAs(packet: IpPacket): IpAddress | undefined;
  /** Where REDIRECT leads a packet: to the address of the device that it came in by, to the loopback's where it was made here. */
  redirectsTo(hook: HookName, packet: IpPacket): IpAddress | undefined;
  /** Answers a packet that a rule rejects. */
  reject(packet: IpPacket, reason: RejectReason): void;
  /** The packet of this family in a frame, whose bytes it shares; undefined where there is none. */
  packetIn(frame: Uint8Array): IpPacket | undefined;
  /** Puts what only crosses a bridge together: what never gets whole is forgotten with the namespace. */
  readonly crossing: { add(piece: IpPacket): IpPacket | undefined };
}
