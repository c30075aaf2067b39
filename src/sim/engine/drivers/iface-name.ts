import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';

/** `veth` and seven digits that no device of the host has (netutils.GenerateIfaceName). */
export function generateIfaceName(host: NetNamespace): string {
  for (;;) {
    const name = `veth${host.environment.random.hex(7)}`;
    if (host.device(name) === undefined) return name;
  }
}
