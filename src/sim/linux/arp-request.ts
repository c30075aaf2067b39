import { Errno } from '../kernel/errno.ts';
import type { Netlink } from '../kernel/netlink.ts';

/** An entry that `arp` sets or deletes; without a device the kernel takes the one that leads to the address. */
export interface ArpRequest {
  readonly address: string;
  readonly device: string | undefined;
}

/** arp_req_set(), arp_req_delete(): throws EPERM first of all, then ENODEV, ENETUNREACH for what is not on a link of ours. */
function deviceOf(netlink: Netlink, { address, device }: ArpRequest): string {
  netlink.setLink('lo', {});
  if (device !== undefined) {
    if (!netlink.links().some(({ name }) => name === device)) throw new Errno('ENODEV');
    return device;
  }
  const route = netlink.lookUp({ destination: address });
  if (route.gateway !== undefined) throw new Errno('ENETUNREACH');
  return route.device;
}

/** SIOCSARP. Throws what the ioctl fails with. */
export function setArp(netlink: Netlink, request: ArpRequest, lladdr: string, state: 'PERMANENT' | 'STALE'): void {
  netlink.setNeighbour({ address: request.address, device: deviceOf(netlink, request), lladdr, state });
}

/** SIOCDARP. Throws what the ioctl fails with; ENOENT where there is no such entry. */
export const deleteArp = (netlink: Netlink, request: ArpRequest): void =>
  netlink.deleteNeighbour(request.address, deviceOf(netlink, request));
