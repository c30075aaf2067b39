import type { LinkFlag, LinkInfo } from '../netlink.ts';
import { Cable } from './cable.ts';
import { ETHERNET_HEADER, NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';

/** `lo` (drivers/net/loopback.c): what it transmits it receives. */
export class Loopback extends NetDevice {
  readonly #cable: Cable<Uint8Array>;

  constructor(environment: NetEnvironment) {
    super(environment, { name: 'lo', kind: 'loopback', mac: '00:00:00:00:00:00', mtu: 65536 });
    this.#cable = new Cable(environment, (frame) => this.receive(frame), 15, 40);
  }

  get carrier(): boolean {
    return true;
  }

  protected override get kindFlags(): readonly LinkFlag[] {
    return ['LOOPBACK'];
  }

  override get operstate(): LinkInfo['operstate'] {
    return this.up ? 'UNKNOWN' : 'DOWN';
  }

  /** loopback_xmit() counts after eth_type_trans() took the Ethernet header off. */
  protected override count(direction: 'tx' | 'rx', length: number): void {
    super.count(direction, length - ETHERNET_HEADER);
  }

  protected send(frame: Uint8Array): void {
    this.#cable.carry(frame);
  }
}
