import { Errno } from '../errno.ts';
import type { LinkFlag } from '../netlink.ts';
import { Cable } from './cable.ts';
import type { NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { IpvlanPort } from './ipvlan-port.ts';
import { StackedDevice } from './stacked-device.ts';

/** Switches frames (l2), or routes packets by its parent's namespace, past its INPUT hook (l3) or through it (l3s). */
export type IpvlanMode = 'l2' | 'l3' | 'l3s';

/** Whom an ipvlan may speak to on its own parent: siblings (bridge), nobody (private), all by way of what is outside (vepa). */
export type IpvlanFlag = 'bridge' | 'private' | 'vepa';

interface IpvlanOptions {
  readonly name: string;
  readonly parent: NetDevice;
  readonly mode: IpvlanMode;
  readonly flag: IpvlanFlag;
}

/** A device with addresses of its own on another device's wire, and that one's MAC (drivers/net/ipvlan). */
export class Ipvlan extends StackedDevice {
  readonly #id: number;
  readonly #port: IpvlanPort;
  readonly #cable: Cable<() => void>;

  /** Throws EINVAL for lo, EBUSY for what has macvlans or is a bridge's port. */
  constructor(environment: NetEnvironment, { name, parent, mode, flag }: IpvlanOptions) {
    const device = parent instanceof Ipvlan ? parent.lower : parent;
    const port = IpvlanPort.of(device, mode, flag);
    super(environment, { name, kind: 'ipvlan', mac: device.mac, mtu: device.mtu, txQueueLength: 0 });
    this.#port = port;
    this.#id = port.freeId();
    this.#cable = new Cable(environment, (deliver) => deliver());
    port.attach(this);
  }

  override get lower(): NetDevice {
    return this.#port.parent;
  }

  override get deviceId(): number {
    return this.#id;
  }

  override get mac(): string {
    return super.mac;
  }

  /** There is no other than the parent's: EOPNOTSUPP. */
  override set mac(mac: string) {
    if (mac.toLowerCase() !== this.lower.mac) throw new Errno('EOPNOTSUPP');
    super.mac = mac;
  }

  protected override get kindFlags(): readonly LinkFlag[] {
    return this.#port.mode === 'l2' ? super.kindFlags : [...super.kindFlags, 'NOARP'];
  }

  protected send(frame: Uint8Array): void {
    this.#port.transmit(this, frame);
  }

  /** Takes a sibling's frame, which never was on the wire. */
  carry(frame: Uint8Array): void {
    this.#cable.carry(() => this.receive(frame));
  }

  /** Hands on to whoever is to have it next, not at once. */
  defer(deliver: () => void): void {
    this.#cable.carry(deliver);
  }

  override lowerChanged(): void {
    if (this.mac !== this.lower.mac) this.mac = this.lower.mac;
    super.lowerChanged();
  }

  override destroy(): void {
    this.#port.detach(this);
  }
}
