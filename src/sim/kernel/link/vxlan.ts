import type { LinkInfo } from '../netlink.ts';
import { NetDevice } from './device.ts';
import type { NetEnvironment } from './environment.ts';
import { randomMac } from './mac-address.ts';

interface VxlanOptions {
  readonly name: string;
  /** The VXLAN network identifier, 24 bits (RFC 7348). */
  readonly id: number;
  /** UDP. */
  readonly port: number;
  readonly mtu: number;
}

/**
 * A tunnel end (drivers/net/vxlan) that learns nothing: it sends to no host that it was not told of, and none is. What reaches it is
 * lost there, as in a swarm of one machine.
 */
export class Vxlan extends NetDevice {
  readonly id: number;
  readonly port: number;

  constructor(environment: NetEnvironment, { name, id, port, mtu }: VxlanOptions) {
    super(environment, { name, kind: 'vxlan', mac: randomMac(environment.random), mtu, txQueueLength: 0 });
    this.id = id;
    this.port = port;
  }

  get carrier(): boolean {
    return true;
  }

  /** Nobody ever reports its carrier. */
  override get operstate(): LinkInfo['operstate'] {
    return this.up ? 'UNKNOWN' : 'DOWN';
  }

  protected send(): void {
    this.statistics.txDropped++;
  }
}
