import { Errno } from '../errno.ts';
import type { NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { StackedDevice } from './stacked-device.ts';
import { tagged } from './vlan-tag.ts';

interface VlanOptions {
  readonly name: string;
  readonly parent: NetDevice;
  /** 1–4094. */
  readonly id: number;
}

/** A sub-interface: its frames carry an 802.1Q tag on its parent's wire (net/8021q). */
export class Vlan extends StackedDevice {
  readonly id: number;
  readonly #parent: NetDevice;

  /** Throws EEXIST where the parent has a sub-interface of this VLAN. */
  constructor(environment: NetEnvironment, { name, parent, id }: VlanOptions) {
    super(environment, { name, kind: 'vlan', mac: parent.mac, mtu: parent.mtu });
    if (parent.vlans.has(id)) throw new Errno('EEXIST');
    this.id = id;
    this.#parent = parent;
    parent.vlans = new Map([...parent.vlans, [id, this]]);
  }

  override get lower(): NetDevice {
    return this.#parent;
  }

  /** vlan_dev_open(). Throws ENETDOWN below a parent that is down. */
  override setUp(up: boolean): void {
    if (up && !this.#parent.up) throw new Errno('ENETDOWN');
    super.setUp(up);
  }

  protected send(frame: Uint8Array): void {
    this.#parent.transmit(tagged(frame, this.id));
  }

  override destroy(): void {
    this.#parent.vlans = new Map([...this.#parent.vlans].filter(([id]) => id !== this.id));
  }
}
