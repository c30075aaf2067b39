import { numberByHost } from '../drivers/iface-name.ts';
import type { Controller, NewEndpoint } from './controller.ts';
import type { Endpoint } from './endpoint.ts';
import { GATEWAY_NETWORK } from './endpoint-settings.ts';
import type { Network } from './network.ts';
import type { Sandbox } from './sandbox.ts';

const OPTIONS = {
  'com.docker.network.bridge.enable_icc': 'false',
  'com.docker.network.bridge.enable_ip_masquerade': 'true',
  'com.docker.network.bridge.name': GATEWAY_NETWORK,
};

const PREFIX = 'gateway_';
/** Longer names of sandboxes give way to an id of that length. */
const LONGEST_NAME = 12;

const isGateway = ({ name, network }: Endpoint): boolean => network.name === GATEWAY_NETWORK && name.startsWith(PREFIX);

/** Is a sandbox on networks that leave the way out to another, and has none of its own? (needDefaultGW) */
function needsGateway({ endpoints, isolated }: Sandbox): boolean {
  const own = endpoints.filter((endpoint) => !isGateway(endpoint) && !endpoint.network.internal);
  const asks = own.some(({ network }) => network.driver.usesGatewayNetwork);
  return asks && !isolated && !own.some(({ leadsOut }) => leadsOut.ipv4 || leadsOut.ipv6);
}

/** A place on a network for the engine's own ends: nobody's name leads there. @param address the lowest free one where left out */
export const engineEndpoint = (name: string, address?: number): NewEndpoint => ({
  ...{ name, address, mac: '', address6: undefined, disableIpv6: true, gatewayPriority: 0 },
  ...{ driverOptions: {}, dnsNames: [], links: new Map<string, string>(), linkLocalAddresses: [] },
});

/** Puts a sandbox on the gateway network, or takes it off, as its other networks want (libnetwork/default_gateway.go). */
export function updateDefaultGateway(controller: Controller, sandbox: Sandbox): void {
  const existing = sandbox.endpoints.find(isGateway);
  const needed = needsGateway(sandbox);
  if (needed === (existing !== undefined)) return;
  if (existing !== undefined) {
    controller.leave(existing);
    controller.deleteEndpoint(existing);
    return;
  }
  const { containerId, id } = sandbox;
  const name = PREFIX + (containerId.length > LONGEST_NAME ? id.slice(0, LONGEST_NAME) : containerId);
  const endpoint = controller.createEndpoint(gatewayNetwork(controller), engineEndpoint(name));
  if (endpoint.device !== undefined) numberByHost(sandbox.hostNamespace, endpoint.device);
  controller.join(endpoint, sandbox);
}

const gatewayNetwork = (controller: Controller): Network =>
  controller.networkNamed(GATEWAY_NETWORK) ??
  controller.newNetwork({
    ...{ name: GATEWAY_NETWORK, driver: 'bridge', options: OPTIONS },
    ...{ enableIpv4: true, enableIpv6: false, ipam: { Driver: 'default', Options: null, Config: null } },
  });
