import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import type { NetDevice } from '../../kernel/link/device.ts';

/** `veth` and seven digits that no device of the host has (netutils.GenerateIfaceName). */
export function generateIfaceName(host: NetNamespace): string {
  for (;;) {
    const name = `veth${host.environment.random.hex(7)}`;
    if (host.device(name) === undefined) return name;
  }
}

/** A device that is made on the host, and moved from there: that is where it has its index from. */
export function numberByHost(host: NetNamespace, device: NetDevice): void {
  host.addDevice(device);
  host.remove(device);
}
