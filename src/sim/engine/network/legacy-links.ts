import type { Container } from '../container/container.ts';
import { linkEnvironment } from '../container/link-environment.ts';
import type { Daemon } from '../daemon.ts';
import { systemError } from '../errors.ts';
import type { EndpointSettings } from './endpoint-settings.ts';
import type { Sandbox } from './sandbox.ts';

const aliasOf = (fullAlias: string): string => fullAlias.slice(fullAlias.lastIndexOf('/') + 1);

/** The default bridge's part of `container`'s settings. */
const bridgeOf = (container: Container): EndpointSettings | undefined => container.networks.get('bridge')?.settings;

/**
 * `--link` on the default bridge: names of those that the container is linked to in its /etc/hosts,
 * and its new address in the /etc/hosts of those that are linked to it.
 */
export function addLegacyLinks(
  daemon: Daemon,
  container: Container,
  sandbox: Sandbox,
  settings: EndpointSettings,
): void {
  const children = daemon.links.childrenOf(container);
  for (const [, child] of children) {
    if (bridgeOf(child) === undefined) {
      throw systemError(`Cannot link to ${child.name}, as it does not belong to the default network`);
    }
  }
  for (const [fullAlias, child] of children) {
    const address = bridgeOf(child)?.IPAddress ?? '';
    if (address !== '') sandbox.addHostsEntry(hostsNames(aliasOf(fullAlias), child), address);
  }
  for (const [fullAlias, parent] of daemon.links.parentsOf(container)) {
    daemon.controller.sandboxOf(parent.id)?.updateHostsEntry(aliasOf(fullAlias), settings.IPAddress);
  }
}

function hostsNames(alias: string, child: Container): string {
  const names = `${alias} ${child.config.Hostname}`;
  return alias === child.plainName ? names : `${names} ${child.plainName}`;
}

/** Variables about all that a container is linked to. Throws when one of them does not run (moby's setupLinkedContainers). */
export function linkedEnvironment(daemon: Daemon, container: Container): string[] {
  if (bridgeOf(container) === undefined) return [];
  return daemon.links.childrenOf(container).flatMap(([fullAlias, child]) => {
    if (!child.running) {
      throw systemError(`Cannot link to a non running container: ${child.name} AS ${fullAlias}`);
    }
    const bridge = bridgeOf(child);
    if (bridge === undefined) throw systemError(`container ${child.id} not attached to default bridge network`);
    return linkEnvironment({
      name: fullAlias,
      address: bridge.IPAddress,
      environment: child.config.Env ?? [],
      exposedPorts: Object.keys(child.config.ExposedPorts ?? {}),
    });
  });
}
