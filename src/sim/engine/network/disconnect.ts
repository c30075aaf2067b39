import { connectedContainer } from '../container/config.ts';
import type { Container } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { EngineError, invalidParameter, notFound, systemError } from '../errors.ts';
import { detach } from '../swarm/attachments.ts';
import { exposedPorts, logAttachment, networkName, networkTerm, refuseRemoval } from './attachment.ts';
import { clearOperationalData } from './endpoint-settings.ts';
import { unmountSandbox } from './enter.ts';
import type { Network } from './network.ts';

/** `docker network disconnect`; `force` also takes a running container off a network that is gone. */
export function disconnectContainer(daemon: Daemon, container: Container, term: string, force: boolean): void {
  const gone = force && networkOf(daemon, term) === undefined;
  if (!container.running || gone) return forgetNetwork(daemon, container, term);
  const network = daemon.controller.findNetwork(term);
  if (container.hostConfig.NetworkMode === 'host' && network.driver.name === 'host') {
    throw invalidParameter(
      'cannot disconnect container from host network - container was created in host network mode',
    );
  }
  const endpoint = [...network.endpoints].find(({ sandbox }) => sandbox?.containerId === container.id);
  if (endpoint === undefined) {
    throw systemError(`container ${container.id} is not connected to network ${network.name}`);
  }
  daemon.controller.leave(endpoint);
  const sandbox = daemon.controller.sandboxOf(container.id);
  container.ports = sandbox === undefined ? {} : exposedPorts(container, sandbox);
  daemon.controller.deleteEndpoint(endpoint);
  container.networks.delete(network.name);
  logAttachment(daemon, container, network, 'disconnect');
  detach(daemon, network, container.id);
}

/** The network of that name or id, where there is one. */
function networkOf(daemon: Daemon, term: string): Network | undefined {
  try {
    return daemon.controller.findNetwork(term);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function forgetNetwork(daemon: Daemon, container: Container, term: string): void {
  refuseRemoval(container);
  const name = networkName(daemon, term);
  if (!container.networks.delete(name)) {
    throw systemError(`container ${container.id} is not connected to the network ${name}`);
  }
}

/** Takes an endpoint off by its name, whoever has it. */
export function forceDisconnect(daemon: Daemon, name: string, network: Network): void {
  const endpoint = network.endpointByName(name);
  if (endpoint === undefined) throw notFound(`endpoint ${name} not found`);
  daemon.controller.leave(endpoint);
  daemon.controller.deleteEndpoint(endpoint);
}

/** Takes a container that ends off all its networks; what it is to be connected to at its next start stays noted. */
export function releaseNetworks(daemon: Daemon, container: Container): void {
  if (connectedContainer(container.hostConfig.NetworkMode) !== undefined) return;
  container.ports = {};
  const sandbox = daemon.controller.sandboxOf(container.id);
  if (container.sandboxId === '' || sandbox === undefined) return;
  container.sandboxId = '';
  container.sandboxKey = '';
  for (const noted of container.networks.values()) clearOperationalData(noted);
  daemon.controller.deleteSandbox(sandbox);
  unmountSandbox(daemon.machine, sandbox);
  for (const [name, { settings }] of container.networks) {
    const network = networkOf(daemon, networkTerm(name, settings));
    if (network === undefined) continue;
    logAttachment(daemon, container, network, 'disconnect');
    detach(daemon, network, container.id);
  }
}
