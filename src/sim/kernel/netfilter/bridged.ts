import type { IpPacket } from '../inet/ip-packet.ts';
import type { Verdict } from '../inet/netfilter-hooks.ts';
import { ETHERNET_HEADER, type NetDevice } from '../link/device.ts';
import { allocate } from '../wire/memory.ts';
import type { Passage } from './compile.ts';
import type { Family } from './family.ts';

type Ask = (passage: Omit<Passage, 'family'>) => Verdict;

/**
 * What crosses a bridge from port to port, as netfilter sees it (net/bridge/br_netfilter_hooks.c with
 * bridge-nf-call-iptables and -ip6tables = 1): in and out by the bridge's own device. The kernel puts fragments together to ask; here
 * the first one is asked for all, and the others go its way.
 */
export class BridgedTraffic {
  readonly #ask: Ask;
  /** A flooded frame comes once for each port, and passes PREROUTING once. */
  #last: { readonly frame: Uint8Array; readonly packet: IpPacket; readonly verdict: Verdict } | undefined;
  readonly #fragments = new Map<string, boolean>();
  readonly #family: Pick<Family, 'packetIn' | 'crossing'>;

  constructor(family: Pick<Family, 'packetIn' | 'crossing'>, ask: Ask) {
    this.#family = family;
    this.#ask = ask;
  }

  /** The frame to go out at `to`; undefined where it is dropped. */
  filter(frame: Uint8Array, from: NetDevice, to: NetDevice, bridge: NetDevice): Uint8Array | undefined {
    const packet = this.#last?.frame === frame ? this.#last.packet : this.#family.packetIn(frame);
    if (!packet) return frame;
    if (packet.fragmentOffset > 0) return this.#laterFragment(packet, frame);
    const accepted = this.#asked(frame, packet, from, bridge) === 'accept' && this.#crosses(packet, from, to, bridge);
    if (packet.moreFragments) this.#fragments.set(packet.fragmentKey, accepted);
    if (!accepted) return undefined;
    return packet.replaced ? reframed(frame, packet) : frame;
  }

  /** What the bridge itself hears of it, being promiscuous: fragments as the whole that conntrack makes of them. */
  overhear(frame: Uint8Array, from: NetDevice, bridge: NetDevice): Uint8Array | undefined {
    const packet = this.#family.packetIn(frame);
    if (!packet) return frame;
    if (packet.fragmentOffset === 0 && this.#asked(frame, packet, from, bridge) !== 'accept') return undefined;
    if (packet.isFragment) return this.#whole(frame, packet);
    return packet.bytes.buffer === frame.buffer ? frame : reframed(frame, packet);
  }

  #whole(frame: Uint8Array, piece: IpPacket): Uint8Array | undefined {
    const whole = this.#family.crossing.add(piece);
    return whole && reframed(frame, whole);
  }

  #asked(frame: Uint8Array, packet: IpPacket, from: NetDevice, bridge: NetDevice): Verdict {
    if (this.#last?.frame === frame) return this.#last.verdict;
    packet.inDevice = bridge;
    const verdict = this.#ask({ hook: 'PREROUTING', packet, physicalIn: from });
    this.#last = { frame, packet, verdict };
    return verdict;
  }

  #crosses(packet: IpPacket, from: NetDevice, to: NetDevice, bridge: NetDevice): boolean {
    packet.outDevice = bridge;
    const ports = { packet, physicalIn: from, physicalOut: to };
    if (this.#ask({ hook: 'FORWARD', ...ports }) !== 'accept') return false;
    return this.#ask({ hook: 'POSTROUTING', ...ports }) === 'accept';
  }

  #laterFragment(packet: IpPacket, frame: Uint8Array): Uint8Array | undefined {
    const key = packet.fragmentKey;
    const accepted = this.#fragments.get(key) ?? false;
    if (!packet.moreFragments) this.#fragments.delete(key);
    return accepted ? frame : undefined;
  }
}

function reframed(frame: Uint8Array, packet: IpPacket): Uint8Array {
  const changed = allocate(ETHERNET_HEADER + packet.bytes.length);
  changed.set(frame.subarray(0, ETHERNET_HEADER));
  changed.set(packet.bytes, ETHERNET_HEADER);
  return changed;
}
