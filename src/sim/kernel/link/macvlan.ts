import { Errno } from '../errno.ts';
import { Cable } from './cable.ts';
import type { NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { macNumber, randomMac } from './mac-address.ts';
import { MacvlanPort } from './macvlan-port.ts';
import { StackedDevice } from './stacked-device.ts';

/**
 * Whom a macvlan may speak to on its own parent: nobody (private), all by way of the switch outside (vepa), siblings
 * directly (bridge); passthru has the parent for itself, its MAC included.
 */
export type MacvlanMode = 'private' | 'vepa' | 'bridge' | 'passthru';

interface MacvlanOptions {
  readonly name: string;
  readonly parent: NetDevice;
  readonly mode: MacvlanMode;
  /** Random where left out, as the kernel does; passthru has its parent's. */
  readonly mac?: string;
}

/** A device with a MAC of its own on another device's wire (drivers/net/macvlan.c). */
export class Macvlan extends StackedDevice {
  readonly mode: MacvlanMode;
  readonly #port: MacvlanPort;
  readonly #cable: Cable<Uint8Array>;

  /** Throws EINVAL for lo and where passthru would have to share the parent, EBUSY for a bridge's port. */
  constructor(environment: NetEnvironment, { name, parent, mode, mac }: MacvlanOptions) {
    // A macvlan on a macvlan is its sibling.
    const device = parent instanceof Macvlan ? parent.lower : parent;
    const port = MacvlanPort.of(environment, device, mode);
    const address = mode === 'passthru' ? device.mac : (mac ?? randomMac(environment.random));
    super(environment, { name, kind: 'macvlan', mac: address, mtu: device.mtu, txQueueLength: 0 });
    this.mode = mode;
    this.#port = port;
    this.#cable = new Cable(environment, (frame) => this.receive(frame));
    port.attach(this);
  }

  override get lower(): NetDevice {
    return this.#port.parent;
  }

  override get mac(): string {
    return super.mac;
  }

  /** macvlan_set_mac_address(). Throws EADDRINUSE where the parent or a sibling has it; in passthru mode the parent takes it, too. */
  override set mac(mac: string) {
    if (mac.toLowerCase() === this.mac) return;
    if (this.mode !== 'passthru') this.#demandFree(macNumber(mac));
    super.mac = mac;
    if (this.mode === 'passthru') this.lower.mac = mac;
  }

  #demandFree(mac: number): void {
    if (this.#port.isBusy(mac, this)) throw new Errno('EADDRINUSE');
  }

  /** macvlan_open(). Throws EADDRINUSE. */
  override setUp(up: boolean): void {
    if (up && this.mode !== 'passthru') this.#demandFree(this.macNumber);
    super.setUp(up);
  }

  protected send(frame: Uint8Array): void {
    this.#port.transmit(this, frame);
  }

  /** Takes a sibling's frame, which never was on the wire. */
  carry(frame: Uint8Array): void {
    this.#cable.carry(frame);
  }

  override lowerChanged(): void {
    if (this.mode === 'passthru') this.mac = this.lower.mac;
    super.lowerChanged();
  }

  override destroy(): void {
    this.#port.detach(this);
  }
}
