import { NetNamespace } from '../kernel/inet/net-namespace.ts';
import type { Machine } from '../kernel/machine.ts';
import type { Process } from '../kernel/process.ts';
import { Containers } from './container/containers.ts';
import { Execs } from './container/execs.ts';
import { LinkIndex } from './container/link-index.ts';
import type { Daemon } from './daemon.ts';
import { BridgeDriver } from './drivers/bridge.ts';
import { HostDriver } from './drivers/host.ts';
import { IpvlanDriver } from './drivers/ipvlan.ts';
import { MacvlanDriver } from './drivers/macvlan.ts';
import { NullDriver } from './drivers/null.ts';
import { OverlayDriver } from './drivers/overlay.ts';
import { Events } from './events.ts';
import type { Image } from './image/image.ts';
import { Images } from './image/images.ts';
import { uniqueLocalPool } from './ipam/unique-local.ts';
import { NameIndex } from './names/name-index.ts';
import { Controller } from './network/controller.ts';
import { reservedNetworks } from './network/default-networks.ts';
import { forgetNamespace, keepNamespace } from './network/enter.ts';
import { startProxy } from './ports/userland-proxy.ts';
import { Cluster } from './swarm/cluster.ts';
import { Timestamps } from './time.ts';
import { Volumes } from './volume/volumes.ts';

/** What the kernel gives a container's network namespace at its making (libnetwork/osl, runc's default sysctls). */
const ANYONE: readonly [number, number] = [0, 2 ** 31 - 1];

/** The parts of a new engine on `machine`. @param id the engine's. @param process dockerd's own, whose children its proxies are */
export function newDaemon(
  machine: Machine,
  images: readonly Image[],
  id: string,
  process: () => Process | undefined,
): Daemon {
  const { random, clock } = machine;
  const { net } = machine.namespaces;
  const timestamps = new Timestamps(clock, random);
  const events = new Events(clock, timestamps);
  const names = new NameIndex(random);
  const containers = new Containers(names);
  const bridge = new BridgeDriver(net, (binding) => startProxy(machine, process(), binding));
  const cluster = new Cluster();
  const overlay = new OverlayDriver({
    host: net,
    port: () => cluster.manager.options.dataPathPort,
    keep: (name, namespace) => (namespace ? keepNamespace(machine, name, namespace) : forgetNamespace(machine, name)),
  });
  const drivers = [bridge, new HostDriver(), new IpvlanDriver(net), new MacvlanDriver(net), new NullDriver(), overlay];
  return {
    machine,
    timestamps,
    events,
    names,
    containers,
    links: new LinkIndex(),
    execs: new Execs(),
    images: new Images(images, events, timestamps, (image) => containers.list().find((user) => user.image === image)),
    volumes: new Volumes(random, timestamps, events),
    controller: new Controller({
      ...{ random, timestamps, drivers, uniqueLocal: uniqueLocalPool(id) },
      reservedNetworks: () => reservedNetworks(machine),
    }),
    cluster,
    newNetNamespace: (containerId) => newNetNamespace(net, containerId),
  };
}

/** An empty namespace but for `lo`, which is up. */
function newNetNamespace(host: NetNamespace, containerId: string): NetNamespace {
  const namespace = new NetNamespace(host.environment, containerId);
  namespace.sysctls.pingGroupRange = ANYONE;
  // A new namespace has its machine's (devconf_inherit_init_net); the oracle's engines live in a namespace below theirs, where it is 0.
  namespace.sysctls.set('ip_forward', host.sysctls.get('ip_forward'));
  namespace.netlink(true).setLink('lo', { up: true });
  return namespace;
}
