import { formatIp, type IpAddress, parseIp } from '../../kernel/wire/ip-address.ts';
import { connectedContainer } from '../container/config.ts';
import type { Container } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { type EngineError, invalidParameter, systemError, wrapped } from '../errors.ts';
import { shortId } from '../id.ts';
import { IPV4, IPV6 } from '../ipam/prefix.ts';
import { attachedNetwork, detach } from '../swarm/attachments.ts';
import { exposedPorts, logAttachment, networkName, networkTerm, refuseRemoval } from './attachment.ts';
import type { Endpoint } from './endpoint.ts';
import {
  type Attachment,
  clearOperationalData,
  type EndpointSettings,
  endpointSettings,
  isUserDefined,
  validateEndpointSettings,
} from './endpoint-settings.ts';
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

/** Connects a starting container to all its networks. Throws at the first that fails; {@link releaseNetworks} undoes the rest. */
export function allocateNetworks(daemon: Daemon, container: Container): void {
  daemon.controller.sandboxOf(container.id)?.finishInitDns();
  for (const [name, noted] of [...container.networks]) {
    clearOperationalData(noted);
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
  const network = daemon.controller.networkNamed(term);
  if (network === undefined) container.networks.set(networkName(daemon, term), noted);
  else if (prepareSettings(daemon, container, network, noted)) container.networks.set(network.name, noted);
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
  for (const [name, { settings: noted }] of container.networks) {
    const other = daemon.controller.networkNamed(networkTerm(name, noted));
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
  const network = attachedNetwork(daemon, container, networkTerm(term, noted.settings), noted);
  try {
    connectTo(daemon, container, term, network, noted);
  } catch (error) {
    detach(daemon, network, container.id);
    throw error;
  }
}

function connectTo(daemon: Daemon, container: Container, term: string, network: Network, noted: Attachment): void {
  if (term !== container.hostConfig.NetworkMode) nameNetworkMode(daemon, container);
  prepareSettings(daemon, container, network, noted);
  const sandbox = daemon.controller.sandboxOf(container.id);
  if (sandbox === undefined) throw systemError(`could not find sandbox for container ${container.id}`);
  const endpoint = createEndpoint(daemon, container, network, noted, sandbox);
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
  logAttachment(daemon, container, network, 'connect');
}

/** A network mode that is the beginning of an id becomes the whole id (moby's normalizeNetMode). */
function nameNetworkMode(daemon: Daemon, { hostConfig }: Container): void {
  const { NetworkMode: mode } = hostConfig;
  if (!isUserDefined(mode)) return;
  try {
    const { id, name } = daemon.controller.findNetwork(mode);
    if (mode !== id && mode !== name) hostConfig.NetworkMode = id;
  } catch (error) {
    throw wrapped(error, `could not find a network matching network mode ${mode}`);
  }
}

function createEndpoint(
  daemon: Daemon,
  container: Container,
  network: Network,
  noted: Attachment,
  sandbox: Sandbox,
): Endpoint {
  const { IPAMConfig, DriverOpts, GwPriority, DNSNames, Links } = noted.settings;
  return daemon.controller.createEndpoint(network, {
    name: container.plainName,
    mac: noted.desiredMac.toLowerCase().replaceAll('-', ':'),
    address: IPV4.parseAddress(IPAMConfig?.IPv4Address ?? ''),
    address6: IPV6.parseAddress(IPAMConfig?.IPv6Address ?? ''),
    disableIpv6: !sandbox.hasIpv6,
    gatewayPriority: GwPriority,
    driverOptions: DriverOpts ?? {},
    dnsNames: DNSNames ?? [],
    links: linkedNames(Links ?? []),
    linkLocalAddresses: (IPAMConfig?.LinkLocalIPs ?? []).map(parseIp).filter((address) => address !== undefined),
  });
}

/** `NAME` or `NAME:ALIAS` each, by alias. */
const linkedNames = (links: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    links.map((link) => {
      const [name = '', alias = name] = link.split(':');
      return [alias, name];
    }),
  );

/** What `docker inspect` shows while the endpoint is there. */
function showEndpoint(settings: EndpointSettings, endpoint: Endpoint): void {
  const { network, address, address6 } = endpoint;
  settings.NetworkID = network.id;
  settings.EndpointID = endpoint.id;
  settings.MacAddress = endpoint.mac;
  settings.IPAddress = textOf(address);
  settings.IPPrefixLen = address === undefined ? 0 : endpoint.prefixLength;
  settings.Gateway = textOf(endpoint.gateway);
  settings.GlobalIPv6Address = textOf(address6);
  settings.GlobalIPv6PrefixLen = address6 === undefined ? 0 : endpoint.prefixLength6;
  settings.IPv6Gateway = textOf(endpoint.gateway6);
}

const textOf = (address: IpAddress | undefined): string => (address === undefined ? '' : formatIp(address));
