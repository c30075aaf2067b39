import { readFile } from '../../kernel/fs/tree.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { IpAddress } from '../../kernel/wire/ip-address.ts';
import { type Family, IPV4, IPV6, type Prefix } from '../ipam/prefix.ts';
import type { Controller, ControllerOptions } from './controller.ts';
import { ResolvConf } from './resolv-conf.ts';

const DEFAULT_BRIDGE_OPTIONS = {
  'com.docker.network.bridge.default_bridge': 'true',
  'com.docker.network.bridge.enable_icc': 'true',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.host_binding_ipv4': '0.0.0.0',
  'com.docker.network.bridge.name': 'docker0',
  'com.docker.network.driver.mtu': '1500',
};

/** No subnet asked for: the bridge gets the engine's first choice, which is 172.17.0.0/16 where the host is not on it itself. */
const NO_POOL = { Driver: 'default', Options: null, Config: null };

/** The three networks that an engine starts with. */
export function makeDefaultNetworks(controller: Controller): void {
  const families = { enableIpv4: true, enableIpv6: false, ipam: NO_POOL };
  controller.newNetwork({ name: 'none', driver: 'null', ...families });
  controller.newNetwork({ name: 'host', driver: 'host', ...families });
  controller.newNetwork({ name: 'bridge', driver: 'bridge', ...families, options: DEFAULT_BRIDGE_OPTIONS });
}

/** What the host itself needs, and no network is given: its name servers and the subnets that it is on (netutils.InferReservedNetworks). */
export function reservedNetworks(machine: Machine): ReturnType<ControllerOptions['reservedNetworks']> {
  const { net, root } = machine.namespaces;
  const nothing = { nameservers: [], search: [], options: [] };
  const { nameservers } = new ResolvConf(readFile(root, '/etc/resolv.conf') ?? '', nothing);
  const hosts = <A extends IpAddress>({ parseAddress }: Family<A>, bits: number): Prefix<A>[] =>
    nameservers.map(parseAddress).flatMap((address) => (address === undefined ? [] : [{ address, bits }]));
  const onLink = net.routes.list
    .filter(({ gateway, prefix }) => gateway === undefined && prefix > 0)
    .map(({ destination, prefix }) => ({ address: destination, bits: prefix }));
  return { ipv4: [...hosts(IPV4, 32), ...onLink], ipv6: hosts(IPV6, 128) };
}
