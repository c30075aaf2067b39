import { RegularFile } from '../../kernel/fs/inode.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import type { NetDevice } from '../../kernel/link/device.ts';
import type { Netlink } from '../../kernel/netlink.ts';
import type { Scheduler } from '../../kernel/scheduler.ts';
import { broadcastOf } from '../../kernel/wire/address.ts';
import { formatIp, type IpAddress } from '../../kernel/wire/ip-address.ts';
import { goError } from '../drivers/go-error.ts';
import { systemError, wrapped } from '../errors.ts';
import type { PublishedPort } from '../ports/published-ports.ts';
import { advertisementOf } from './advertisement.ts';
import type { Endpoint } from './endpoint.ts';
import { GATEWAY_NETWORK, isUserDefined } from './endpoint-settings.ts';
import { type Gateways, selectGateways } from './external-connectivity.ts';
import { addHosts, buildHosts, deleteHosts, type HostsRecord, ownRecords, updateHosts } from './hosts-file.ts';
import { setInterfaceSysctl } from './interface-sysctl.ts';
import { ResolvConf, type ResolvOverrides, type Transform } from './resolv-conf.ts';
import { Resolver } from './resolver.ts';

export interface SandboxOptions {
  readonly id: string;
  readonly containerId: string;
  readonly namespace: NetNamespace;
  readonly hostNamespace: NetNamespace;
  /** What the sandbox's resolver runs on. */
  readonly scheduler: Scheduler;
  /** Is `namespace` the host's own? */
  readonly isHost: boolean;
  readonly hostname: string;
  readonly domainname: string;
  readonly extraHosts: readonly HostsRecord[];
  readonly dns: ResolvOverrides;
  readonly publishedPorts: readonly PublishedPort[];
  /** The host's own files. */
  /** The name that its namespace is kept by, where it is not the id. */
  readonly keyName?: string;
  /** Has it no use for a way out? */
  readonly isolated?: boolean;
  readonly hostFiles: { readonly hosts: string; readonly resolvConf: string };
}

/** IFNAMSIZ. */
const NAME_LIMIT = 16;

/** 169.254.0.0/16 (RFC 3927), fe80::/64 (RFC 4291). */
const linkLocalBits = (address: IpAddress): number => (typeof address === 'number' ? 16 : 64);

/** With its broadcast address, which Docker always sets; the two of a /31 have none. One of IPv6 is taken to be nobody else's. */
export function addAddress(netlink: Netlink, device: string, address: IpAddress, prefix: number): void {
  const text = formatIp(address);
  if (typeof address === 'string') netlink.addAddress(device, text, prefix, { nodad: true });
  else netlink.addAddress(device, text, prefix, prefix < 31 ? { broadcast: broadcastOf(text, prefix) } : {});
}

/** What a container has of the network: a namespace, the endpoints in it, and the files that go with them (libnetwork/sandbox.go). */
export class Sandbox {
  readonly id: string;
  readonly containerId: string;
  readonly namespace: NetNamespace;
  readonly isHost: boolean;
  readonly hosts: RegularFile;
  readonly resolvConf: RegularFile;
  readonly hostnameFile: RegularFile;
  readonly #options: SandboxOptions;
  /** Best candidate for the default route first. */
  readonly endpoints: Endpoint[] = [];
  #extraHosts: HostsRecord[];
  #generatedResolvConf = '';
  #resolver: Resolver | undefined;
  /** Whose gateways have the default routes. */
  #routed: Gateways = { ipv4: undefined, ipv6: undefined };

  constructor(options: SandboxOptions) {
    this.id = options.id;
    this.containerId = options.containerId;
    this.namespace = options.namespace;
    this.isHost = options.isHost;
    this.#options = options;
    this.#extraHosts = [...options.extraHosts];
    this.hostnameFile = new RegularFile(`${options.hostname}\n`);
    this.hosts = new RegularFile(this.#initialHosts([]));
    this.resolvConf = new RegularFile('');
    this.#writeResolvConf(this.#resolvConfFor(''));
  }

  get publishedPorts(): readonly PublishedPort[] {
    return this.#options.publishedPorts;
  }

  get hostNamespace(): NetNamespace {
    return this.#options.hostNamespace;
  }

  get isolated(): boolean {
    return this.#options.isolated ?? false;
  }

  get key(): string {
    return `/var/run/docker/netns/${this.isHost ? 'default' : (this.#options.keyName ?? this.id.slice(0, 12))}`;
  }

  /** The endpoints that have the default routes, if any do. */
  get gateways(): Gateways {
    return selectGateways(this.endpoints);
  }

  /** Is IPv6 on in there at all? (IPv6LoEnabled) */
  get hasIpv6(): boolean {
    const { ipv6, loopback } = this.namespace;
    return ipv6.addresses.of(loopback).length > 0;
  }

  /** Before the first endpoint, once the container's sysctls have said whether there is IPv6. */
  finishInitDns(): void {
    this.#edit(this.hosts, () => this.#initialHosts([]));
  }

  /** Takes an endpoint in: into its files, and to its place in the order. */
  add(endpoint: Endpoint): void {
    this.#edit(this.hosts, (text) => addHosts(text, this.#recordsOf([endpoint])));
    const named = isUserDefined(endpoint.network.name);
    if (this.#resolver === undefined && !named) this.#updateResolvConf();
    const place = this.endpoints.findIndex((other) => endpoint.precedes(other));
    this.endpoints.splice(place < 0 ? this.endpoints.length : place, 0, endpoint);
    endpoint.sandbox = this;
    if (named) this.#startResolver();
    this.#updateForwarding();
  }

  remove(endpoint: Endpoint): void {
    const place = this.endpoints.indexOf(endpoint);
    if (place >= 0) this.endpoints.splice(place, 1);
    this.#edit(this.hosts, (text) => deleteHosts(text, this.#recordsOf([endpoint])));
    endpoint.sandbox = undefined;
    this.#updateForwarding();
  }

  /**
   * Puts an endpoint's device into the namespace, configured and up, and tells the neighbours (libnetwork/osl AddInterface).
   * Throws for a name that is taken or none, and for sysctls that are none; what is there then goes with the endpoint.
   */
  addInterface(endpoint: Endpoint, prefix: string): void {
    const { device } = endpoint;
    if (device === undefined) return;
    const outside = device.name;
    try {
      this.#addInterface(endpoint, device, endpoint.interfaceName ?? this.#freeInterfaceName(prefix));
    } catch (error) {
      throw wrapped(error, `failed to add interface ${outside} to sandbox`);
    }
    this.#updateDefaultRoutes();
  }

  #addInterface(endpoint: Endpoint, device: NetDevice, name: string): void {
    const netlink = this.namespace.netlink(true);
    const { mac } = endpoint;
    const wrong = `error setting interface "${device.name}" MAC to "${mac}": cannot assign requested address`;
    // A group's address is nobody's own.
    if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 1) throw systemError(wrong);
    this.#takeIn(device, name);
    this.#addAddresses(endpoint, name, device.name);
    for (const sysctl of endpoint.sysctls) setInterfaceSysctl(this.namespace, device, sysctl);
    netlink.setLink(name, { up: true });
    const { messages, interval } = advertisementOf(endpoint.network.options);
    this.namespace.announce(name, messages, interval);
  }

  /** An interface without an IPv6 address gets none from the kernel either (libnetwork/osl setIPv6). */
  #addAddresses(endpoint: Endpoint, name: string, outside: string): void {
    const netlink = this.namespace.netlink(true);
    const { address, address6, linkLocalAddresses } = endpoint;
    if (address !== undefined) addAddress(netlink, name, address, endpoint.prefixLength);
    this.namespace.ipv6.sysctls.setOf(name, 'disable_ipv6', address6 === undefined ? 1 : 0);
    if (address6 !== undefined) addAddress(netlink, name, address6, endpoint.prefixLength6);
    try {
      for (const local of linkLocalAddresses) {
        if (typeof local === 'number') addAddress(netlink, name, local, linkLocalBits(local));
        else netlink.addAddress(name, local, linkLocalBits(local));
      }
    } catch (error) {
      const locals = linkLocalAddresses.map((local) => `${formatIp(local)}/${linkLocalBits(local)}`);
      throw systemError(
        `error setting interface "${outside}" link local IPs to [${locals.join(' ')}]: ${goError(error)}`,
      );
    }
  }

  #takeIn(device: NetDevice, name: string): void {
    const from = device.name;
    try {
      this.namespace.addDevice(device, name);
    } catch (error) {
      const reason = name.length >= NAME_LIMIT ? 'numerical result out of range' : goError(error);
      throw systemError(`error renaming interface "${from}" to "${name}": ${reason}`);
    }
  }

  removeInterface(endpoint: Endpoint): void {
    if (endpoint.device !== undefined) this.namespace.remove(endpoint.device);
    this.#updateDefaultRoutes();
  }

  #freeInterfaceName(prefix: string): string {
    let number = 0;
    while (this.namespace.device(`${prefix}${number}`) !== undefined) number++;
    return `${prefix}${number}`;
  }

  /** Moves the default routes when other endpoints have become the best ones for them. */
  #updateDefaultRoutes(): void {
    const before = this.#routed;
    this.#routed = this.gateways;
    const { ipv4, ipv6 } = this.#routed;
    if (ipv4 !== before.ipv4) this.#setDefaultRoute('inet', ipv4, ipv4?.gateway);
    if (ipv6 !== before.ipv6) this.#setDefaultRoute('inet6', ipv6, ipv6?.gateway6);
  }

  /** Without a gateway, to the device itself. */
  #setDefaultRoute(family: 'inet' | 'inet6', endpoint: Endpoint | undefined, gateway: IpAddress | undefined): void {
    const netlink = this.namespace.netlink(true);
    for (const route of netlink.routes(undefined, family)) if (route.prefix === 0) netlink.deleteRoute(route);
    if (endpoint?.device?.owner !== this.namespace) return;
    const destination = family === 'inet' ? '0.0.0.0' : '::';
    const via = gateway !== undefined && { gateway: formatIp(gateway) };
    netlink.addRoute({ destination, prefix: 0, device: endpoint.device.name, ...via });
  }

  /** Another name for another container, before the container's own. */
  addHostsEntry(names: string, address: string): void {
    this.#extraHosts.push({ names, address });
    this.#edit(this.hosts, () => this.#initialHosts(this.#recordsOf(this.endpoints)));
  }

  updateHostsEntry(name: string, address: string): void {
    this.#edit(this.hosts, (text) => updateHosts(text, name, address));
  }

  #initialHosts(own: readonly HostsRecord[]): string {
    if (this.isHost && this.#extraHosts.length === 0) return this.#options.hostFiles.hosts;
    return buildHosts([...this.#extraHosts, ...own], this.hasIpv6);
  }

  /** Docker's own networks are not for names (getEtcHostsAddrs). */
  #recordsOf(endpoints: readonly Endpoint[]): HostsRecord[] {
    const shown = endpoints.filter(({ network }) => !network.ingress && network.name !== GATEWAY_NETWORK);
    const texts = shown.flatMap(({ addresses }) => addresses).map(formatIp);
    return ownRecords(this.#options.hostname, this.#options.domainname, texts);
  }

  #edit(file: RegularFile, change: (text: string) => string): void {
    file.text = change(file.text);
  }

  #resolvConfFor(transform: Transform): ResolvConf {
    return ResolvConf.made(this.#options.hostFiles.resolvConf, this.#options.dns, transform);
  }

  #writeResolvConf(conf: ResolvConf): void {
    this.#generatedResolvConf = conf.toString();
    this.resolvConf.text = this.#generatedResolvConf;
  }

  /** Did its user change the file? Then it is the user's. */
  get #resolvConfModified(): boolean {
    return this.resolvConf.text !== this.#generatedResolvConf;
  }

  #updateResolvConf(): void {
    if (this.#resolvConfModified) return;
    this.#writeResolvConf(this.#resolvConfFor(this.isHost ? '' : 'legacy'));
  }

  /** Once for all, with the first network of someone's own. Where the file is its user's, there is nobody to hand questions on to. */
  #startResolver(): void {
    if (this.#resolver !== undefined) return;
    const { namespace, endpoints } = this;
    const { scheduler, hostNamespace: host } = this.#options;
    const modified = this.#resolvConfModified;
    const ndotsSet = !modified && this.#resolvConfFor('').hasNdots;
    const conf = modified ? undefined : this.#resolvConfFor('internal resolver');
    if (conf !== undefined) this.#writeResolvConf(conf);
    const servers = conf?.externalServers ?? [];
    this.#resolver = new Resolver({ scheduler, namespace, host, endpoints, servers, ndotsSet });
    this.#resolver.start();
  }

  /** From an internal network no question leaves the host (hasExternalAccess). */
  #updateForwarding(): void {
    const { ipv4, ipv6 } = this.gateways;
    if (this.#resolver !== undefined) this.#resolver.forwards = ipv4 !== undefined || ipv6 !== undefined;
  }

  stopResolver(): void {
    this.#resolver?.stop();
  }
}
