import { makeDirectories, readFile } from '../../kernel/fs/tree.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { formatIpv4, parseIpv4 } from '../../kernel/wire/address.ts';
import { connectedContainer } from '../container/config.ts';
import { type Container, isRestarting } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { conflict, EngineError, invalidParameter, notSimulated, systemError, wrapped } from '../errors.ts';
import { shortId } from '../id.ts';
import type { Endpoint } from './endpoint.ts';
import {
  type Attachment,
  clearOperationalData,
  type EndpointSettings,
  endpointSettings,
  isUserDefined,
  validateEndpointSettings,
} from './endpoint-settings.ts';
import type { HostsRecord } from './hosts-file.ts';
import { addLegacyLinks } from './legacy-links.ts';
import type { Network } from './network.ts';
import type { Sandbox } from './sandbox.ts';

/** Notes at creation what the container is to be connected to (moby's updateContainerNetworkSettings). */
export function noteNetworks(
  daemon: Daemon,
  container: Container,
  asked: Readonly<Record<string, Partial<EndpointSettings> | null>>,
): void {
  const mode = container.hostConfig.NetworkMode;
  if (connectedContainer(mode) !== undefined) return;
  for (const [name, settings] of Object.entries(asked)) {
    container.networks.set(networkName(daemon, name), attachment(settings ?? {}));
  }
  if (container.networks.size === 0) container.networks.set(networkName(daemon, mode), attachment({}));
}

const attachment = (asked: Partial<EndpointSettings>): Attachment => ({
  settings: endpointSettings(asked),
  desiredMac: asked.MacAddress ?? '',
});

/** The name of what may be called by its id; as it stands where there is no such network. */
function networkName(daemon: Daemon, term: string): string {
  try {
    return isUserDefined(term) ? daemon.controller.findNetwork(term).name : term;
  } catch {
    return term;
  }
}

/** The network namespace that a container starts in, with the files that go with it (initializeNetworking). */
export function enterNetwork(daemon: Daemon, container: Container): NetNamespace {
  const donorName = connectedContainer(container.hostConfig.NetworkMode);
  if (donorName !== undefined) return joinContainer(daemon, container, donorName);
  const sandbox = newSandbox(daemon, container);
  container.sandboxId = sandbox.id;
  container.sandboxKey = sandbox.key;
  const { hosts, resolvConf, hostnameFile: hostname } = sandbox;
  placeFiles(container, { owner: container.id, hosts, resolvConf, hostname });
  return sandbox.namespace;
}

function joinContainer(daemon: Daemon, container: Container, name: string): NetNamespace {
  const donor = networkDonor(daemon, container, name);
  if (donor.etcFiles === undefined || donor.namespaces === undefined) throw isRestarting(name);
  container.config.Hostname = donor.config.Hostname;
  container.config.Domainname = donor.config.Domainname;
  placeFiles(container, donor.etcFiles);
  return donor.namespaces.net;
}

function networkDonor(daemon: Daemon, container: Container, name: string): Container {
  let donor: Container;
  try {
    donor = daemon.containers.get(name);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw systemError(`joining network namespace of container: ${error.message}`);
  }
  if (donor === container) throw systemError('cannot join own network namespace');
  if (!donor.running) {
    const what = `container ${donor.plainName} is ${donor.state.status}`;
    throw conflict(`cannot join network namespace of a non running container: ${what}`);
  }
  if (donor.state.restarting) throw wrapped(isRestarting(name), 'cannot join network namespace of container');
  return donor;
}

function placeFiles(container: Container, files: NonNullable<Container['etcFiles']>): void {
  container.etcFiles = files;
  const etc = makeDirectories(container.root, '/etc');
  etc.link('hosts', files.hosts);
  etc.link('hostname', files.hostname);
  etc.link('resolv.conf', files.resolvConf);
}

function newSandbox(daemon: Daemon, container: Container): Sandbox {
  const { config, hostConfig } = container;
  const { root, net } = daemon.machine.namespaces;
  const isHost = hostConfig.NetworkMode === 'host';
  return daemon.controller.newSandbox({
    containerId: container.id,
    namespace: isHost ? net : daemon.newNetNamespace(container.id),
    isHost,
    hostname: config.Hostname,
    domainname: config.Domainname,
    extraHosts: extraHosts(daemon, hostConfig.ExtraHosts ?? []),
    dns: {
      nameservers: hostConfig.Dns ?? [],
      search: hostConfig.DnsSearch ?? [],
      options: hostConfig.DnsOptions ?? [],
    },
    hostFiles: {
      hosts: readFile(root, '/etc/hosts') ?? '',
      resolvConf: readFile(root, '/etc/resolv.conf') ?? '',
    },
  });
}

function extraHosts(daemon: Daemon, entries: readonly string[]): HostsRecord[] {
  return entries.map((entry) => {
    const colon = entry.indexOf(':');
    const address = entry.slice(colon + 1);
    return { names: entry.slice(0, colon), address: address === 'host-gateway' ? daemon.hostGateway : address };
  });
}

/** Connects a starting container to all its networks. Throws at the first that fails; {@link releaseNetworks} undoes the rest. */
export function allocateNetworks(daemon: Daemon, container: Container): void {
  for (const [name, noted] of [...container.networks]) {
    clearOperationalData(noted.settings);
    connectEndpoint(daemon, container, name, noted);
  }
}

/** `docker network connect`: at once where the container runs, else at its next start. */
export function connectContainer(
  daemon: Daemon,
  container: Container,
  term: string,
  asked: Partial<EndpointSettings>,
): void {
  const noted = { settings: endpointSettings(asked), desiredMac: '' };
  if (container.running) {
    connectEndpoint(daemon, container, term, noted);
    return;
  }
  refuseRemoval(container);
  const network = daemon.controller.networks.find(({ id, name }) => id === term || name === term);
  if (network === undefined) container.networks.set(networkName(daemon, term), noted);
  else if (prepareSettings(daemon, container, network, noted)) container.networks.set(network.name, noted);
}

function refuseRemoval(container: Container): void {
  if (!container.state.removing && !container.state.dead) return;
  throw systemError(
    `Container ${container.id} is marked for removal and cannot be connected or disconnected to the network`,
  );
}

/** Checks what is asked for, and whether the container may be on that network at all; false where it is on it already. */
function prepareSettings(daemon: Daemon, container: Container, network: Network, noted: Attachment): boolean {
  if (isUserDefined(network.name)) noted.settings.DNSNames = dnsNames(container, noted.settings.Aliases ?? []);
  validateEndpointSettings(network.name, network.configuredSubnets, noted.settings);
  return mayJoin(daemon, container, network);
}

/** The names that others on the network know it by; the first is the one that its address resolves to. */
export function dnsNames(container: Container, aliases: readonly string[]): string[] {
  return [...new Set([container.plainName, ...aliases, shortId(container.id), container.config.Hostname])];
}

function mayJoin(daemon: Daemon, container: Container, network: Network): boolean {
  if (container.hostConfig.NetworkMode !== 'host' && network.driver.name === 'host') {
    throw invalidParameter('cannot connect container to host network - container must be created in host network mode');
  }
  for (const name of container.networks.keys()) {
    const other = daemon.controller.networks.find((candidate) => candidate.name === name);
    if (other === undefined) continue;
    if (other === network) return false;
    if (other.driver.name === 'host' || network.driver.name === 'host') throw sharedNetwork();
    if (other.name === 'none' || network.name === 'none') {
      throw invalidParameter(
        'container cannot be connected to multiple networks with one of the networks in private (none) mode',
      );
    }
  }
  return true;
}

const sharedNetwork = (): EngineError =>
  invalidParameter(
    'container sharing network namespace with another container or host cannot be connected to any other network',
  );

function connectEndpoint(daemon: Daemon, container: Container, term: string, noted: Attachment): void {
  if (connectedContainer(container.hostConfig.NetworkMode) !== undefined) throw sharedNetwork();
  const network = daemon.controller.findNetwork(term);
  prepareSettings(daemon, container, network, noted);
  const sandbox = daemon.controller.sandboxOf(container.id);
  if (sandbox === undefined) throw systemError(`could not find sandbox for container ${container.id}`);
  const endpoint = createEndpoint(daemon, container, network, noted);
  try {
    container.networks.set(network.name, noted);
    showEndpoint(noted.settings, endpoint);
    if (network.name === 'bridge') addLegacyLinks(daemon, container, sandbox, noted.settings);
    daemon.controller.join(endpoint, sandbox);
  } catch (error) {
    daemon.controller.leave(endpoint);
    daemon.controller.deleteEndpoint(endpoint);
    throw error;
  }
  container.ports = exposedPorts(container, sandbox);
  const { id, name, driver } = network;
  daemon.events.log('network', 'connect', id, { container: container.id, name, type: driver.name });
}

function createEndpoint(daemon: Daemon, container: Container, network: Network, noted: Attachment): Endpoint {
  const { IPAMConfig, DriverOpts, GwPriority } = noted.settings;
  if (IPAMConfig?.IPv6Address) throw notSimulated('les adresses IPv6 ne sont pas encore simulées.');
  return daemon.controller.createEndpoint(network, {
    name: container.plainName,
    mac: noted.desiredMac.toLowerCase().replaceAll('-', ':'),
    address: IPAMConfig?.IPv4Address ? parseIpv4(IPAMConfig.IPv4Address) : undefined,
    gatewayPriority: GwPriority,
    driverOptions: DriverOpts ?? {},
  });
}

/** What `docker inspect` shows while the endpoint is there. */
function showEndpoint(settings: EndpointSettings, endpoint: Endpoint): void {
  const { network, address, gateway } = endpoint;
  settings.NetworkID = network.id;
  settings.EndpointID = endpoint.id;
  settings.MacAddress = endpoint.mac;
  settings.IPAddress = address === undefined ? '' : formatIpv4(address);
  settings.IPPrefixLen = address === undefined ? 0 : endpoint.prefixLength;
  settings.Gateway = gateway === undefined ? '' : formatIpv4(gateway);
}

/** Ports that are exposed but not published are seen while a network is there that they could be published on. */
function exposedPorts(container: Container, sandbox: Sandbox): Container['ports'] {
  if (sandbox.gatewayEndpoint === undefined) return {};
  return Object.fromEntries(Object.keys(container.config.ExposedPorts ?? {}).map((port) => [port, null]));
}

/** `docker network disconnect`. */
export function disconnectContainer(daemon: Daemon, container: Container, term: string, force: boolean): void {
  if (!container.running) return forgetNetwork(daemon, container, term);
  const network = daemon.controller.findNetwork(term);
  if (container.hostConfig.NetworkMode === 'host' && network.driver.name === 'host') {
    throw invalidParameter(
      'cannot disconnect container from host network - container was created in host network mode',
    );
  }
  const endpoint = [...network.endpoints].find(({ sandbox }) => sandbox?.containerId === container.id);
  if (endpoint === undefined) {
    if (force) return forceDisconnect(daemon, container.plainName, network);
    throw systemError(`container ${container.id} is not connected to network ${network.name}`);
  }
  daemon.controller.leave(endpoint);
  const sandbox = daemon.controller.sandboxOf(container.id);
  container.ports = sandbox === undefined ? {} : exposedPorts(container, sandbox);
  daemon.controller.deleteEndpoint(endpoint);
  container.networks.delete(network.name);
  logDisconnect(daemon, container, network);
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
  if (endpoint === undefined) throw new EngineError('NotFound', `endpoint ${name} not found`);
  daemon.controller.leave(endpoint);
  daemon.controller.deleteEndpoint(endpoint);
}

function logDisconnect(daemon: Daemon, container: Container, network: Network): void {
  const { id, name, driver } = network;
  daemon.events.log('network', 'disconnect', id, { container: container.id, name, type: driver.name });
}

/** Takes a container that ends off all its networks; what it is to be connected to at its next start stays noted. */
export function releaseNetworks(daemon: Daemon, container: Container): void {
  if (connectedContainer(container.hostConfig.NetworkMode) !== undefined) return;
  container.ports = {};
  const sandbox = daemon.controller.sandboxOf(container.id);
  if (container.sandboxId === '' || sandbox === undefined) return;
  container.sandboxId = '';
  container.sandboxKey = '';
  for (const { settings } of container.networks.values()) clearOperationalData(settings);
  daemon.controller.deleteSandbox(sandbox);
  for (const name of container.networks.keys()) {
    const network = daemon.controller.networks.find((candidate) => candidate.name === name);
    if (network !== undefined) logDisconnect(daemon, container, network);
  }
}
