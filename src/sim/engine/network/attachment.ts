import type { Container } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { systemError } from '../errors.ts';
import { type EndpointSettings, isUserDefined } from './endpoint-settings.ts';
import type { Network } from './network.ts';
import type { Sandbox } from './sandbox.ts';

/** The name of what may be called by its id; as it stands where there is no such network. */
export function networkName(daemon: Daemon, term: string): string {
  try {
    return isUserDefined(term) ? daemon.controller.findNetwork(term).name : term;
  } catch {
    return term;
  }
}

/** A network that a container was on is known by its id: another one of the same name is not it (getNetworkID). */
export const networkTerm = (name: string, { NetworkID }: EndpointSettings): string =>
  isUserDefined(name) && NetworkID !== '' ? NetworkID : name;

/** Throws for a container that is just being removed. */
export function refuseRemoval(container: Container): void {
  if (!container.state.removing && !container.state.dead) return;
  throw systemError(
    `Container ${container.id} is marked for removal and cannot be connected or disconnected to the network`,
  );
}

/** The container's ports, with the host's that lead there; seen while a bridge is there that they could be published on (getPortMapInfo). */
export function exposedPorts(container: Container, { gateways: { ipv4, ipv6 } }: Sandbox): Container['ports'] {
  const gateways = new Set([ipv4, ipv6].filter((endpoint) => endpoint?.network.driver.name === 'bridge'));
  if (gateways.size === 0) return {};
  const ports: Container['ports'] = {};
  for (const port of Object.keys(container.config.ExposedPorts ?? {})) ports[port] = null;
  const bindings = [...gateways].flatMap((endpoint) => endpoint?.portMapping ?? []);
  for (const { port, protocol, hostAddress, hostPort } of bindings) {
    const key = `${port}/${protocol}`;
    ports[key] = [...(ports[key] ?? []), { HostIp: hostAddress, HostPort: hostPort === 0 ? '' : String(hostPort) }];
  }
  return ports;
}

/** Tells those who listen that a container is on a network, or no more. */
export function logAttachment(
  daemon: Daemon,
  container: Container,
  network: Network,
  action: 'connect' | 'disconnect',
): void {
  const { id, name, driver } = network;
  daemon.events.log('network', action, id, { container: container.id, name, type: driver.name });
}
