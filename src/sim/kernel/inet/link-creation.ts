import { Errno } from '../errno.ts';
import { Bridge } from '../link/bridge.ts';
import type { NetDevice } from '../link/device.ts';
import { Dummy } from '../link/dummy.ts';
import { Macvlan, type MacvlanMode } from '../link/macvlan.ts';
import { createVethPair } from '../link/veth.ts';
import { Vlan } from '../link/vlan.ts';
import type { LinkRequest } from '../netlink.ts';
import type { NetNamespace } from './net-namespace.ts';

const MACVLAN_MODES: readonly string[] = ['private', 'vepa', 'bridge', 'passthru'] satisfies MacvlanMode[];
/** What `ip link add` gives a bridge, a veth and a macvlan, whose other makers want no queue (DEFAULT_TX_QUEUE_LEN). */
const QUEUE_LENGTH = 1000;

/** The first of `dummy0`, `dummy1` … that is free (dev_alloc_name). */
function freeName(net: NetNamespace, kind: string, taken?: string): string {
  for (let i = 0; ; i++) {
    const name = `${kind}${i}`;
    if (net.device(name) === undefined && name !== taken) return name;
  }
}

function parentOf(net: NetNamespace, { link }: LinkRequest): NetDevice {
  if (link === undefined) throw new Errno('EINVAL');
  return net.deviceNamed(link);
}

function create(net: NetNamespace, name: string, request: LinkRequest): NetDevice {
  const { environment } = net;
  switch (request.kind) {
    case 'dummy':
      return new Dummy(environment, name);
    case 'bridge':
      return new Bridge(environment, { name, carriesAlone: true });
    case 'veth':
      return createVethPair(environment, { name }, { name: request.peer ?? freeName(net, 'veth', name) })[0];
    case 'vlan': {
      const { id = 0 } = request;
      if (!Number.isInteger(id) || id < 0 || id > 4094) throw new Errno('ERANGE');
      return new Vlan(environment, { name, parent: parentOf(net, request), id });
    }
    case 'macvlan': {
      const { mode = 'vepa' } = request;
      if (!MACVLAN_MODES.includes(mode)) throw new Errno('EINVAL');
      return new Macvlan(environment, { name, parent: parentOf(net, request), mode: mode as MacvlanMode });
    }
  }
}

/** `ip link add` (rtnl_newlink): a veth brings its other end along. Throws EEXIST, EINVAL, ENODEV, ERANGE. */
export function createLink(net: NetNamespace, request: LinkRequest): void {
  // A veth's other end is made first, and takes the first free name.
  const unnamed = request.kind === 'veth' && request.peer === undefined ? freeName(net, 'veth') : undefined;
  const name = request.name ?? freeName(net, request.kind, unnamed);
  net.devices.checkName(name);
  if (request.peer !== undefined) net.devices.checkName(request.peer);
  const device = create(net, name, request);
  const both = request.kind === 'veth' && device.lower ? [device.lower, device] : [device];
  for (const each of both) {
    if (['veth', 'bridge', 'macvlan'].includes(request.kind)) each.txQueueLength = QUEUE_LENGTH;
    net.addDevice(each);
  }
  const peer = both.length > 1 ? both[0]?.name : undefined;
  if (peer !== undefined && request.peerChange) net.configuration.setLink(peer, request.peerChange);
  if (request.change) net.configuration.setLink(name, request.change);
}
