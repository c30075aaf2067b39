import type { AddressInfo, Netlink, RouteInfo } from '../../kernel/netlink.ts';
import { inSubnet } from '../../kernel/wire/address.ts';

/** How the kernel would send to an address: from the routes that netlink tells of (RTM_GETROUTE). */
export interface Found {
  readonly local: boolean;
  readonly gateway?: string;
  readonly device: string;
  readonly source: string;
}

const sourceOn = (addresses: readonly AddressInfo[], device: string): string =>
  addresses.find((address) => address.device === device && address.family === 'inet')?.address ?? '0.0.0.0';

function isLocal({ family, address, prefix, device }: AddressInfo, wanted: string): boolean {
  return family === 'inet' && (address === wanted || (device === 'lo' && inSubnet(wanted, address, prefix)));
}

/** Undefined where there is no route. */
export function lookUpRoute(netlink: Netlink, wanted: string): Found | undefined {
  const addresses = netlink.addresses();
  if (addresses.some((address) => isLocal(address, wanted))) return { local: true, device: 'lo', source: wanted };
  const fits = (route: RouteInfo): boolean => inSubnet(wanted, route.destination, route.prefix);
  const [best] = [...netlink.routes()].filter(fits).sort((a, b) => b.prefix - a.prefix || a.metric - b.metric);
  if (best === undefined) return undefined;
  const source = best.source ?? sourceOn(addresses, best.device);
  return { local: false, device: best.device, source, ...(best.gateway && { gateway: best.gateway }) };
}
