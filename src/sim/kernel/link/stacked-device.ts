import type { LinkInfo } from '../netlink.ts';
import { NetDevice } from './device.ts';

/** A device on top of another one, which need not be in the same namespace. */
export abstract class StackedDevice extends NetDevice {
  abstract override get lower(): NetDevice;

  /** netif_stacked_transfer_operstate(). */
  get carrier(): boolean {
    return this.lower.up && this.lower.carrier;
  }

  /** default_operstate(): a lower device elsewhere is not seen. */
  override get operstate(): LinkInfo['operstate'] {
    if (this.up && !this.carrier && this.lower.owner === this.owner) return 'LOWERLAYERDOWN';
    return super.operstate;
  }

  /** The lower device's carrier, state or address may have changed. */
  lowerChanged(): void {
    this.announceChange();
  }
}
