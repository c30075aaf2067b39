import { Errno } from '../errno.ts';
import { bytesToIpv6 } from '../wire/address.ts';
import { ETHERTYPE_ARP, ETHERTYPE_IPV4, ETHERTYPE_IPV6 } from '../wire/ethernet.ts';
import type { IpAddress } from '../wire/ip-address.ts';
import { ETHERNET_HEADER, type FrameHandler, type NetDevice } from './device.ts';
import type { Ipvlan, IpvlanFlag, IpvlanMode } from './ipvlan.ts';
import { isGroup, macAt } from './mac-address.ts';

/** Where a destination stands behind the Ethernet header: an IP packet's, an ARP packet's target. */
const DESTINATION: ReadonlyMap<number, number> = new Map([
  [ETHERTYPE_IPV4, 16],
  [ETHERTYPE_ARP, 24],
  [ETHERTYPE_IPV6, 24],
]);

const etherTypeOf = (frame: Uint8Array): number => ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);

/** Whom the packet in a frame is for (ipvlan_get_L3_hdr()). */
function layer3Destination(frame: Uint8Array): IpAddress | undefined {
  const etherType = etherTypeOf(frame);
  const offset = DESTINATION.get(etherType);
  const length = etherType === ETHERTYPE_IPV6 ? 16 : 4;
  if (offset === undefined || frame.length < ETHERNET_HEADER + offset + length) return undefined;
  if (etherType === ETHERTYPE_IPV6) return bytesToIpv6(frame.subarray(ETHERNET_HEADER + offset));
  return new DataView(frame.buffer, frame.byteOffset).getUint32(ETHERNET_HEADER + offset);
}

/**
 * What a device becomes when ipvlans are stacked on it (struct ipvl_port): as they all have its MAC, what arrives is
 * told apart by the addresses inside.
 */
export class IpvlanPort implements FrameHandler {
  readonly parent: NetDevice;
  readonly mode: IpvlanMode;
  readonly #flag: IpvlanFlag;
  readonly #children = new Set<Ipvlan>();

  private constructor(parent: NetDevice, mode: IpvlanMode, flag: IpvlanFlag) {
    this.parent = parent;
    this.mode = mode;
    this.#flag = flag;
  }

  /** The port of `parent`, new where it has none; one that it has keeps its mode. Throws EINVAL for lo, EBUSY for others' ports. */
  static of(parent: NetDevice, mode: IpvlanMode, flag: IpvlanFlag): IpvlanPort {
    if (parent.kind === 'loopback') throw new Errno('EINVAL');
    const { handler } = parent;
    if (handler === undefined) return new IpvlanPort(parent, mode, flag);
    if (!(handler instanceof IpvlanPort)) throw new Errno('EBUSY');
    return handler;
  }

  /** The lowest number, from 1 on, that no child has (ida_alloc_range()). */
  freeId(): number {
    const taken = new Set([...this.#children].map(({ deviceId }) => deviceId));
    let id = 1;
    while (taken.has(id)) id++;
    return id;
  }

  attach(child: Ipvlan): void {
    this.#children.add(child);
    this.parent.handler = this;
  }

  detach(child: Ipvlan): void {
    if (this.#children.delete(child) && this.#children.size === 0) this.parent.handler = undefined;
  }

  /** The child that is up and has this address (ipvlan_addr_lookup()). */
  #find(address: IpAddress | undefined): Ipvlan | undefined {
    if (address === undefined) return undefined;
    for (const child of this.#children) if (child.up && child.owner?.holds?.(child, address)) return child;
    return undefined;
  }

  /** ipvlan_handle_frame(): a group's frame is the parent's, too; with l3s all goes through its namespace first. */
  handle(frame: Uint8Array): boolean {
    if (this.mode === 'l3s') return false;
    if (this.mode === 'l2' && isGroup(frame)) {
      for (const child of this.#children) if (child.up) child.receive(frame);
      return false;
    }
    const child = this.#find(layer3Destination(frame));
    child?.receive(frame);
    return child !== undefined;
  }

  localReceiver(destination: number): NetDevice | undefined {
    return this.mode === 'l3s' ? this.#find(destination) : undefined;
  }

  /** ipvlan_queue_xmit(): a child sends. */
  transmit(source: Ipvlan, frame: Uint8Array): void {
    if (this.mode === 'l2') this.#transmitFrame(source, frame);
    else if (!isGroup(frame) && etherTypeOf(frame) !== ETHERTYPE_ARP) this.#transmitPacket(source, frame);
  }

  #transmitFrame(source: Ipvlan, frame: Uint8Array): void {
    if (this.#flag !== 'vepa' && macAt(frame, 0) === macAt(frame, 6)) {
      const sibling = this.#find(layer3Destination(frame));
      // For none of them, but for their common MAC: it is the parent's own.
      if (sibling === undefined) source.defer(() => this.parent.receive(frame));
      else if (this.#flag !== 'private') sibling.carry(frame);
      return;
    }
    if (isGroup(frame)) {
      for (const child of this.#children) if (child !== source && child.up) child.carry(frame);
    }
    this.parent.transmit(frame);
  }

  /** ipvlan_process_outbound(): what is for no sibling goes the way that the parent's namespace knows. */
  #transmitPacket(source: Ipvlan, frame: Uint8Array): void {
    const sibling = this.#flag === 'vepa' ? undefined : this.#find(layer3Destination(frame));
    if (sibling === undefined) {
      source.defer(() => this.parent.owner?.routeOut?.(frame.subarray(ETHERNET_HEADER)));
    } else if (this.#flag !== 'private') sibling.carry(frame);
  }

  /** ipvlan_device_event(). */
  portChanged(): void {
    for (const child of this.#children) child.lowerChanged();
  }

  /** Ipvlans do not outlive their parent. */
  release(): void {
    for (const child of [...this.#children]) {
      child.owner?.remove(child);
      this.detach(child);
    }
  }
}
