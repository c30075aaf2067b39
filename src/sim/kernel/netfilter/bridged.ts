import { Fragments } from '../inet/fragments.ts';
import type { Verdict } from '../inet/netfilter-hooks.ts';
import { IPV4_HEADER, Packet } from '../inet/packet.ts';
import { ETHERNET_HEADER, type NetDevice } from '../link/device.ts';
import { ETHERTYPE_IPV4 } from '../wire/ethernet.ts';
import { allocate } from '../wire/memory.ts';
import type { Passage } from './compile.ts';

type Ask = (passage: Omit<Passage, 'net'>) => Verdict;

/** The IPv4 packet in a frame, whose bytes it shares; undefined where there is none. */
function packetIn(frame: Uint8Array): Packet | undefined {
  if ((((frame[12] ?? 0) << 8) | (frame[13] ?? 0)) !== ETHERTYPE_IPV4) return undefined;
  if (frame.length < ETHERNET_HEADER + IPV4_HEADER || (frame[ETHERNET_HEADER] ?? 0) >> 4 !== 4) return undefined;
  const total = ((frame[ETHERNET_HEADER + 2] ?? 0) << 8) | (frame[ETHERNET_HEADER + 3] ?? 0);
  if (total < IPV4_HEADER || ETHERNET_HEADER + total > frame.length) return undefined;
  return new Packet(frame.subarray(ETHERNET_HEADER, ETHERNET_HEADER + total));
}

const fragmentKey = ({ source, destination, id, protocol }: Packet): string =>
  `${source} ${destination} ${id} ${protocol}`;

/**
 * What crosses a bridge from port to port, as netfilter sees it (net/bridge/br_netfilter_hooks.c with
 * bridge-nf-call-iptables = 1): in and out by the bridge's own device. The kernel puts fragments together to ask; here
 * the first one is asked for all, and the others go its way.
 */
export class BridgedTraffic {
  readonly #ask: Ask;
  /** A flooded frame comes once for each port, and passes PREROUTING once. */
  #last: { readonly frame: Uint8Array; readonly packet: Packet; readonly verdict: Verdict } | undefined;
  readonly #fragments = new Map<string, boolean>();
  /** What was heard in pieces; what never gets whole is forgotten with the namespace. */
  readonly #heard = new Fragments(
    () => ({ cancel: () => undefined }),
    () => undefined,
  );

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** The frame to go out at `to`; undefined where it is dropped. */
  filter(frame: Uint8Array, from: NetDevice, to: NetDevice, bridge: NetDevice): Uint8Array | undefined {
    const packet = this.#last?.frame === frame ? this.#last.packet : packetIn(frame);
    if (!packet) return frame;
    if (packet.fragmentOffset > 0) return this.#laterFragment(packet, frame);
    const accepted = this.#asked(frame, packet, from, bridge) === 'accept' && this.#crosses(packet, from, to, bridge);
    if (packet.moreFragments) this.#fragments.set(fragmentKey(packet), accepted);
    if (!accepted) return undefined;
    return packet.replaced ? reframed(frame, packet) : frame;
  }

  /** What the bridge itself hears of it, being promiscuous: fragments as the whole that conntrack makes of them. */
  overhear(frame: Uint8Array, from: NetDevice, bridge: NetDevice): Uint8Array | undefined {
    const packet = packetIn(frame);
    if (!packet) return frame;
    if (packet.fragmentOffset === 0 && this.#asked(frame, packet, from, bridge) !== 'accept') return undefined;
    if (packet.isFragment) return this.#whole(frame, packet);
    return packet.bytes.buffer === frame.buffer ? frame : reframed(frame, packet);
  }

  #whole(frame: Uint8Array, piece: Packet): Uint8Array | undefined {
    const whole = this.#heard.add(new Packet(piece.bytes.slice()));
    return whole && reframed(frame, whole);
  }

  #asked(frame: Uint8Array, packet: Packet, from: NetDevice, bridge: NetDevice): Verdict {
    if (this.#last?.frame === frame) return this.#last.verdict;
    packet.inDevice = bridge;
    const verdict = this.#ask({ hook: 'PREROUTING', packet, physicalIn: from });
    this.#last = { frame, packet, verdict };
    return verdict;
  }

  #crosses(packet: Packet, from: NetDevice, to: NetDevice, bridge: NetDevice): boolean {
    packet.outDevice = bridge;
    const ports = { packet, physicalIn: from, physicalOut: to };
    if (this.#ask({ hook: 'FORWARD', ...ports }) !== 'accept') return false;
    return this.#ask({ hook: 'POSTROUTING', ...ports }) === 'accept';
  }

  #laterFragment(packet: Packet, frame: Uint8Array): Uint8Array | undefined {
    const key = fragmentKey(packet);
    const accepted = this.#fragments.get(key) ?? false;
    if (!packet.moreFragments) this.#fragments.delete(key);
    return accepted ? frame : undefined;
  }
}

function reframed(frame: Uint8Array, packet: Packet): Uint8Array {
  const changed = allocate(ETHERNET_HEADER + packet.bytes.length);
  changed.set(frame.subarray(0, ETHERNET_HEADER));
  changed.set(packet.bytes, ETHERNET_HEADER);
  return changed;
}
