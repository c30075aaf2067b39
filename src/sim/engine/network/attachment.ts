import type { Container } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { systemError } from '../errors.ts';
import { isUserDefined } from './endpoint-settings.ts';
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

/** Throws for a container that is just being removed. */
export function refuseRemoval(container: Container): void {
  if (!container.state.removing && !container.state.dead) return;
  throw systemError(
    `Container ${container.id} is marked for removal and cannot be connected or disconnected to the network`,
  );
}

/** Ports that are exposed but not published are seen while a bridge is there that they could be published on. */
export function exposedPorts(container: Container, sandbox: Sandbox): Container['ports'] {
  if (sandbox.gatewayEndpoint?.network.driver.name !== 'bridge') return {};
  return Object.fromEntries(Object.keys(container.config.ExposedPorts ?? {}).map((port) => [port, null]));
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
