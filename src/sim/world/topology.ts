import type { ContainerOverview, EngineOverview, NetworkOverview } from '../engine/overview.ts';
import type { NetNamespace } from '../kernel/inet/net-namespace.ts';
import type { NetDevice } from '../kernel/link/device.ts';
import type { LinkInfo } from '../kernel/netlink.ts';
import type { DockerHost } from './docker-host.ts';
import type { Lan } from './lan.ts';

/** A network interface, as `ip address` would show it. */
export interface TopologyInterface {
  readonly name: string;
  readonly kind: LinkInfo['kind'];
  readonly mac: string;
  readonly up: boolean;
  /** With their prefix lengths: `172.17.0.2/16`. */
  readonly addresses: readonly string[];
  /** The bridge that it is a port of. */
  readonly master?: string;
  /** A veth's other end, or what the device is stacked on. */
  readonly lower?: { readonly namespace: string; readonly name: string };
}

export type TopologyNetwork = NetworkOverview;

export interface TopologyContainer extends Omit<ContainerOverview, 'namespace'> {
  /** The namespace it is in, by the name that trace events give it; none while it does not run. */
  readonly namespace?: string;
  readonly interfaces: readonly TopologyInterface[];
}

/** A machine of the world; one without Docker has neither networks nor containers. */
export interface TopologyMachine {
  readonly name: string;
  readonly interfaces: readonly TopologyInterface[];
  readonly networks: readonly TopologyNetwork[];
  readonly containers: readonly TopologyContainer[];
}

/** All that there is to draw. */
export interface Topology {
  readonly machines: readonly TopologyMachine[];
}

/** The world as it stands: Docker's hosts, and the LAN's gateway last. Changes nothing. */
export function topologyOf(hosts: Iterable<DockerHost>, lan: Lan): Topology {
  return {
    machines: [
      ...[...hosts].map(({ machine, engine }) =>
        machineOf(machine.hostname, machine.namespaces.net, engine.overview()),
      ),
      machineOf(lan.gateway.hostname, lan.gateway.namespaces.net, { networks: [], containers: [] }),
    ],
  };
}

const machineOf = (name: string, net: NetNamespace, { networks, containers }: EngineOverview): TopologyMachine => ({
  name,
  interfaces: interfacesOf(net),
  networks,
  containers: containers.map(({ namespace, ...container }) => ({
    ...container,
    interfaces: namespace === undefined || namespace === net ? [] : interfacesOf(namespace),
    ...(namespace !== undefined && { namespace: namespace.name }),
  })),
});

function interfacesOf(net: NetNamespace): TopologyInterface[] {
  const addresses = Map.groupBy(net.netlink(false).addresses(), ({ device }) => device);
  return net.devices.list.map((device) => ({
    name: device.name,
    kind: device.kind,
    mac: device.mac,
    up: device.up,
    addresses: (addresses.get(device.name) ?? []).map(({ address, prefix }) => `${address}/${prefix}`),
    ...stackedOn(device),
  }));
}

function stackedOn({ handler, lower }: NetDevice): Pick<TopologyInterface, 'master' | 'lower'> {
  return {
    ...(handler?.master && { master: handler.master }),
    ...(lower?.owner && { lower: { namespace: lower.owner.name, name: lower.name } }),
  };
}
