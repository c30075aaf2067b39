import type { NetDevice } from '../../link/device.ts';
import { solicitedNode } from '../../wire/ndp.ts';
import { ALL_NODES, ALL_ROUTERS } from './address.ts';
import type { Ipv6Net } from './ipv6-net.ts';

const INTERFACE_NODES = 'ff01::1';
const ROUTERS = ['ff01::2', ALL_ROUTERS, 'ff05::2'];

type Membership = Pick<Ipv6Net, 'addresses' | 'sysctls'>;

/** The groups that devices are in by what they are: nodes, routers, and owners of addresses (RFC 4291 §2.8). */
export class Groups {
  readonly #net: Membership;

  constructor(net: Membership) {
    this.#net = net;
  }

  /** In the order in which `ip maddr` lists them: the youngest first. */
  of(device: NetDevice): readonly string[] {
    const { addresses, sysctls } = this.#net;
    const solicited =
      device.kind === 'loopback' ? [] : addresses.of(device).map((entry) => solicitedNode(entry.address));
    const routers = sysctls.of(device.name, 'forwarding') === 0 ? [] : ROUTERS;
    return [...new Set([...solicited, ...routers, ALL_NODES, INTERFACE_NODES])];
  }

  has(device: NetDevice, group: string): boolean {
    return group === ALL_NODES || this.of(device).includes(group);
  }
}
