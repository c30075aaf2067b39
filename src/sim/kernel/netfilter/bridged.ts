import type { IpPacket } from '../inet/ip-packet.ts';
import type { Verdict } from '../inet/netfilter-hooks.ts';
import type { NetDevice } from '../link/device.ts';
import type { HookName } from '../trace.ts';
import type { Family } from './family.ts';

type Ask = (hook: HookName, packet: IpPacket, physicalIn: NetDevice, physicalOut: NetDevice | undefined) => Verdict;

/**
 * What crosses a bridge from port to port, as netfilter sees it (net/bridge/br_netfilter_hooks.c with
 * bridge-nf-call-iptables and -ip6tables = 1): in and out by the bridge's own device. The kernel puts fragments together to ask; here
 * the first one is asked for all, and the others go its way.
 */
export class BridgedTraffic {
  readonly #ask: Ask;
  /** A flooded frame comes once for each port, and passes PREROUTING once. */
  #frame: Uint8Array | undefined;
  #from: NetDevice | undefined;
  #packet: IpPacket | undefined;
  #verdict: Verdict = 'accept';
  readonly #fragments = new Map<string, boolean>();
  readonly #family: Pick<Family, 'packetIn' | 'crossing'>;

  constructor(family: Pick<Family, 'packetIn' | 'crossing'>, ask: Ask) {
    this.#family = family;
    this.#ask = ask;
  }

  /** The frame to go out at `to`; undefined where it is dropped. */
  filter(frame: Uint8Array, from: NetDevice, to: NetDevice, bridge: NetDevice): Uint8Array | undefined {
    const packet = this.#isAsked(frame, from) ? this.#packet : this.#family.packetIn(frame);
    if (!packet) return frame;
    if (packet.fragmentOffset > 0) return this.#laterFragment(packet, frame);
    const accepted = this.#asked(frame, packet, from, bridge) === 'accept' && this.#crosses(packet, from, to, bridge);
    if (packet.moreFragments) this.#fragments.set(packet.fragmentKey, accepted);
    if (!accepted) return undefined;
    return packet.replaced ? packet.framed(frame) : frame;
  }

  /** What the bridge itself hears of it, being promiscuous: fragments as the whole that conntrack makes of them. */
  overhear(frame: Uint8Array, from: NetDevice, bridge: NetDevice): Uint8Array | undefined {
    const packet = this.#family.packetIn(frame);
    if (!packet) return frame;
    if (packet.fragmentOffset === 0 && this.#asked(frame, packet, from, bridge) !== 'accept') return undefined;
    if (packet.isFragment) return this.#whole(frame, packet);
    return packet.replaced ? packet.framed(frame) : frame;
  }

  #whole(frame: Uint8Array, piece: IpPacket): Uint8Array | undefined {
    const whole = this.#family.crossing.add(piece);
    return whole?.framed(frame);
  }

  #isAsked(frame: Uint8Array, from: NetDevice): boolean {
    return this.#frame === frame && this.#from === from;
  }

  #asked(frame: Uint8Array, packet: IpPacket, from: NetDevice, bridge: NetDevice): Verdict {
    if (this.#isAsked(frame, from)) return this.#verdict;
    packet.inDevice = bridge;
    this.#frame = frame;
    this.#from = from;
    this.#packet = packet;
    this.#verdict = this.#ask('PREROUTING', packet, from, undefined);
    return this.#verdict;
  }

  #crosses(packet: IpPacket, from: NetDevice, to: NetDevice, bridge: NetDevice): boolean {
    packet.outDevice = bridge;
    if (this.#ask('FORWARD', packet, from, to) !== 'accept') return false;
    return this.#ask('POSTROUTING', packet, from, to) === 'accept';
  }

  #laterFragment(packet: IpPacket, frame: Uint8Array): Uint8Array | undefined {
    const key = packet.fragmentKey;
    const accepted = this.#fragments.get(key) ?? false;
    if (!packet.moreFragments) this.#fragments.delete(key);
    return accepted ? frame : undefined;
  }
}
