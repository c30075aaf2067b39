import { Errno } from '../errno.ts';
import type { TraceDetail } from '../trace.ts';
import type { FrameHandler, NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { isGroup, macAt, macText } from './mac-address.ts';
import type { Macvlan, MacvlanMode } from './macvlan.ts';

const ALL: readonly MacvlanMode[] = ['private', 'vepa', 'bridge', 'passthru'];

/**
 * What a device becomes when macvlans are stacked on it (struct macvlan_port). It takes what arrives for them from the
 * wire; what the device's own namespace transmits never passes here, which is why a host and its macvlans do not meet.
 */
export class MacvlanPort implements FrameHandler {
  readonly parent: NetDevice;
  readonly #environment: NetEnvironment;
  readonly #children = new Set<Macvlan>();
  /** The parent's own address, which a passthru child may have replaced. */
  readonly #permanentMac: string;

  private constructor(environment: NetEnvironment, parent: NetDevice) {
    this.#environment = environment;
    this.parent = parent;
    this.#permanentMac = parent.mac;
  }

  /**
   * The port of `parent`, new where it has none, for one more child of this mode (macvlan_common_newlink()). Throws
   * EINVAL for lo and where passthru would have to share, EBUSY for a bridge's port.
   */
  static of(environment: NetEnvironment, parent: NetDevice, mode: MacvlanMode): MacvlanPort {
    if (parent.kind === 'loopback') throw new Errno('EINVAL');
    const { handler } = parent;
    if (handler === undefined) return new MacvlanPort(environment, parent);
    if (!(handler instanceof MacvlanPort)) throw new Errno('EBUSY');
    if (mode === 'passthru' || handler.#passthru !== undefined) throw new Errno('EINVAL');
    return handler;
  }

  attach(child: Macvlan): void {
    this.#children.add(child);
    this.parent.handler = this;
  }

  detach(child: Macvlan): void {
    if (!this.#children.delete(child) || this.#children.size > 0) return;
    this.parent.handler = undefined;
    if (this.parent.mac !== this.#permanentMac) this.parent.mac = this.#permanentMac;
  }

  get #passthru(): Macvlan | undefined {
    const [first] = this.#children;
    return first?.mode === 'passthru' ? first : undefined;
  }

  /** The child of this address that is up. */
  #find(mac: number): Macvlan | undefined {
    for (const child of this.#children) if (child.up && child.macNumber === mac) return child;
    return undefined;
  }

  /** Is the address the parent's, or that of another child that is up? (macvlan_addr_busy()) */
  isBusy(mac: number, asking: Macvlan): boolean {
    const holder = this.#find(mac);
    return mac === this.parent.macNumber || (holder !== undefined && holder !== asking);
  }

  /** macvlan_handle_frame(): a group's frame is the parent's, too. */
  handle(frame: Uint8Array): boolean {
    if (isGroup(frame)) return this.#handleGroup(frame);
    const child = this.#passthru ?? this.#find(macAt(frame, 0));
    if (child === undefined) return false;
    this.#delivered(frame, [child], 'wire');
    child.receive(frame);
    return true;
  }

  #handleGroup(frame: Uint8Array): boolean {
    const source = this.#find(macAt(frame, 6));
    // A switch that sent it back: bridge siblings have seen it on its way out, private and passthru ones have none.
    const isolated = source?.mode === 'private' || source?.mode === 'passthru';
    const children = isolated ? [source] : this.#others(source, modesThatHear(source?.mode));
    this.#delivered(frame, children, 'wire');
    for (const child of children) child.receive(frame);
    return isolated;
  }

  #others(source: Macvlan | undefined, modes: readonly MacvlanMode[]): Macvlan[] {
    return [...this.#children].filter((child) => child !== source && child.up && modes.includes(child.mode));
  }

  /** macvlan_queue_xmit(): a child sends. In bridge mode its siblings hear it directly, all else goes to the wire. */
  transmit(source: Macvlan, frame: Uint8Array): void {
    if (source.mode === 'bridge') {
      if (isGroup(frame)) this.#carry(this.#others(source, ['bridge']), frame);
      else {
        const sibling = this.#find(macAt(frame, 0));
        if (sibling?.mode === 'bridge') {
          if (this.parent.fits(frame)) this.#carry([sibling], frame);
          return;
        }
      }
    }
    this.parent.transmit(frame);
  }

  #carry(siblings: readonly Macvlan[], frame: Uint8Array): void {
    this.#delivered(frame, siblings, 'sibling');
    for (const sibling of siblings) sibling.carry(frame);
  }

  /** macvlan_device_event(). */
  portChanged(): void {
    for (const child of this.#children) child.lowerChanged();
  }

  /** Macvlans do not outlive their parent. */
  release(): void {
    for (const child of [...this.#children]) {
      child.owner?.remove(child);
      this.detach(child);
    }
  }

  #delivered(frame: Uint8Array, children: readonly Macvlan[], from: 'wire' | 'sibling'): void {
    const { trace, clock, machine } = this.#environment;
    if (!trace.active || children.length === 0) return;
    const to = children.map((child) => child.owner?.name ?? '');
    const detail: TraceDetail = { kind: 'macvlan-deliver', frame, mac: macText(macAt(frame, 0)), from, to };
    const { name: device, owner } = this.parent;
    trace.emit({ time: clock.now, machine, namespace: owner?.name ?? '', device, ...detail });
  }
}

/** macvlan_multicast_rx(): who hears a group's frame that came from the wire, by the mode of the child that sent it. */
function modesThatHear(source: MacvlanMode | undefined): readonly MacvlanMode[] {
  if (source === undefined) return ALL;
  return source === 'vepa' ? ['vepa', 'bridge'] : ['vepa'];
}
