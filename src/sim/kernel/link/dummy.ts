import type { LinkFlag, LinkInfo } from '../netlink.ts';
import { NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { randomMac } from './mac-address.ts';

/** A device that nothing is behind: what it transmits is gone (drivers/net/dummy.c). */
export class Dummy extends NetDevice {
  constructor(environment: NetEnvironment, name: string) {
    super(environment, { name, kind: 'dummy', mac: randomMac(environment.random) });
  }

  get carrier(): boolean {
    return true;
  }

  protected override get kindFlags(): readonly LinkFlag[] {
    return ['BROADCAST', 'NOARP'];
  }

  /** Nobody ever reports its carrier. */
  override get operstate(): LinkInfo['operstate'] {
    return this.up ? 'UNKNOWN' : 'DOWN';
  }

  protected send(): void {}
}
