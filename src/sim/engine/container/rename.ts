import type { Daemon } from '../daemon.ts';
import { invalidParameter, systemError, wrapped } from '../errors.ts';
import { dnsNames } from '../network/connect.ts';
import type { Container } from './container.ts';
import { logEvent } from './log-event.ts';

/** `docker rename`: its links, endpoints and names in DNS follow. */
export function renameContainer(daemon: Daemon, oldTerm: string, newName: string): void {
  if (oldTerm === '' || newName === '') throw invalidParameter('Neither old nor new names may be empty');
  const container = daemon.containers.get(oldTerm);
  const oldName = container.name;
  if (oldName === newName || oldName === `/${newName}`) {
    throw invalidParameter('Renaming a container with the same name as its current name');
  }
  const full = reserve(daemon, container, newName);
  refuseOnOverlay(daemon, container, full);
  moveLinks(daemon, container, oldName, full);
  container.name = full;
  daemon.names.release(oldName);
  renameEndpoints(daemon, container);
  logEvent(daemon, container, 'rename', { oldName });
}

function reserve(daemon: Daemon, container: Container, name: string): string {
  try {
    return daemon.names.reserve(container.id, name.startsWith('/') ? name : `/${name}`);
  } catch (error) {
    throw wrapped(error, 'Error when allocating new name');
  }
}

/** A swarm's networks do not take a second name for a running container: the engine fails at that (moby, UpdateDNSNames). */
function refuseOnOverlay(daemon: Daemon, container: Container, name: string): void {
  const endpoints = daemon.controller.sandboxOf(container.id)?.endpoints ?? [];
  const shared = endpoints.find(({ network }) => network.dynamic);
  if (!container.running || shared === undefined) return;
  daemon.names.release(name);
  const key = `network id ${shared.network.id} and key ${shared.id}`;
  throw systemError(
    `could not add service state for endpoint ${name.slice(1)} to cluster on UpdateDNSNames: cannot create entry in table endpoint_table with ${key}, already exists`,
  );
}

function moveLinks(daemon: Daemon, parent: Container, oldName: string, newName: string): void {
  for (const [alias, child] of daemon.links.childrenOf(parent)) {
    const moved = newName + alias.slice(oldName.length);
    daemon.names.reserveLink(child.id, moved);
    daemon.names.release(alias);
    daemon.links.remove(alias);
    daemon.links.add(moved, parent, child);
  }
}

function renameEndpoints(daemon: Daemon, container: Container): void {
  if (!container.running) return;
  for (const endpoint of daemon.controller.sandboxOf(container.id)?.endpoints ?? []) {
    const settings = container.networks.get(endpoint.network.name)?.settings;
    if (settings === undefined) continue;
    endpoint.name = container.plainName;
    // On the default bridge too, which gives no names otherwise: moby/daemon/rename.go makes no difference.
    settings.DNSNames = dnsNames(container, settings.Aliases ?? []);
    endpoint.network.records.rename(endpoint, settings.DNSNames);
  }
}
