import { RegularFile } from '../../kernel/fs/inode.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import type { NetDevice } from '../../kernel/link/device.ts';
import type { Netlink } from '../../kernel/netlink.ts';
import type { Scheduler } from '../../kernel/scheduler.ts';
import { broadcastOf, formatIpv4 } from '../../kernel/wire/address.ts';
import { goError } from '../drivers/go-error.ts';
import { systemError, wrapped } from '../errors.ts';
import type { PublishedPort } from '../ports/published-ports.ts';
import { advertisementOf } from './advertisement.ts';
import type { Endpoint } from './endpoint.ts';
import { isUserDefined } from './endpoint-settings.ts';
import { addHosts, buildHosts, deleteHosts, type HostsRecord, ownRecords, updateHosts } from './hosts-file.ts';
import { setInterfaceSysctl } from './interface-sysctl.ts';
import { ResolvConf, type ResolvOverrides } from './resolv-conf.ts';
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
  readonly hostFiles: { readonly hosts: string; readonly resolvConf: string };
}

/** IFNAMSIZ. */
const NAME_LIMIT = 16;

/** 169.254.0.0/16 (RFC 3927). */
const LINK_LOCAL_BITS = 16;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** With its broadcast address, which Docker always sets; the two of a /31 have none. */
export function addAddress(netlink: Netlink, device: string, address: number, prefix: number): void {
  const text = formatIpv4(address);
  netlink.addAddress(device, text, prefix, prefix < 31 ? broadcastOf(text, prefix) : undefined);
}

const textFile = (text: string): RegularFile => new RegularFile(encoder.encode(text));

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
  /** Whose gateway has the default route. */
  #routed: Endpoint | undefined;

  constructor(options: SandboxOptions) {
    this.id = options.id;
    this.containerId = options.containerId;
    this.namespace = options.namespace;
    this.isHost = options.isHost;
    this.#options = options;
    this.#extraHosts = [...options.extraHosts];
    this.hostnameFile = textFile(`${options.hostname}\n`);
    this.hosts = textFile(this.#initialHosts([]));
    this.resolvConf = textFile('');
    this.#writeResolvConf(this.#newResolvConf());
  }

  get publishedPorts(): readonly PublishedPort[] {
    return this.#options.publishedPorts;
  }

  get key(): string {
    return this.isHost ? '/var/run/docker/netns/default' : `/var/run/docker/netns/${this.id.slice(0, 12)}`;
  }

  /** The endpoint that has the default route, if any does. */
  get gatewayEndpoint(): Endpoint | undefined {
    return this.endpoints.find((endpoint) => endpoint.leadsOut);
  }

  /** Takes an endpoint in: into its files, and to its place in the order. */
  add(endpoint: Endpoint): void {
    this.#edit(this.hosts, (text) => addHosts(text, this.#recordsOf([endpoint])));
    if (this.#resolver === undefined) this.#updateResolvConf();
    const place = this.endpoints.findIndex((other) => endpoint.precedes(other));
    this.endpoints.splice(place < 0 ? this.endpoints.length : place, 0, endpoint);
    endpoint.sandbox = this;
    if (isUserDefined(endpoint.network.name)) this.#startResolver();
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
    this.#updateDefaultRoute();
  }

  #addInterface(endpoint: Endpoint, device: NetDevice, name: string): void {
    const netlink = this.namespace.netlink(true);
    const { mac } = endpoint;
    const wrong = `error setting interface "${device.name}" MAC to "${mac}": cannot assign requested address`;
    // A group's address is nobody's own.
    if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 1) throw systemError(wrong);
    this.#takeIn(device, name);
    if (endpoint.address !== undefined) addAddress(netlink, name, endpoint.address, endpoint.prefixLength);
    // libnetwork/osl: an interface without an IPv6 address gets none from the kernel either.
    this.namespace.ipv6.sysctls.set(`conf/${name}/disable_ipv6`, 1);
    for (const local of endpoint.linkLocalAddresses) addAddress(netlink, name, local, LINK_LOCAL_BITS);
    for (const sysctl of endpoint.sysctls) setInterfaceSysctl(this.namespace, device, sysctl);
    netlink.setLink(name, { up: true });
    const { messages, interval } = advertisementOf(endpoint.network.options);
    this.namespace.announce(name, messages, interval);
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
    this.#updateDefaultRoute();
  }

  #freeInterfaceName(prefix: string): string {
    let number = 0;
    while (this.namespace.device(`${prefix}${number}`) !== undefined) number++;
    return `${prefix}${number}`;
  }

  /** Moves the default route when another endpoint has become the best one for it. */
  #updateDefaultRoute(): void {
    const best = this.gatewayEndpoint;
    if (best === this.#routed) return;
    this.#routed = best;
    const netlink = this.namespace.netlink(true);
    for (const route of netlink.routes()) if (route.prefix === 0) netlink.deleteRoute(route);
    if (best?.device?.owner !== this.namespace) return;
    const toAll = { destination: '0.0.0.0', prefix: 0, device: best.device.name };
    if (best.gateway !== undefined) netlink.addRoute({ ...toAll, gateway: formatIpv4(best.gateway) });
    else if (best.isPointToPoint) netlink.addRoute(toAll);
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
    return buildHosts([...this.#extraHosts, ...own]);
  }

  #recordsOf(endpoints: readonly Endpoint[]): HostsRecord[] {
    const addresses = endpoints.map((endpoint) => endpoint.address).filter((address) => address !== undefined);
    return ownRecords(this.#options.hostname, this.#options.domainname, addresses.map(formatIpv4));
  }

  #edit(file: RegularFile, change: (text: string) => string): void {
    file.data = encoder.encode(change(decoder.decode(file.data)));
  }

  #newResolvConf(): ResolvConf {
    return new ResolvConf(this.#options.hostFiles.resolvConf, this.#options.dns);
  }

  #writeResolvConf(conf: ResolvConf): void {
    this.#generatedResolvConf = conf.toString();
    this.resolvConf.data = encoder.encode(this.#generatedResolvConf);
  }

  /** Did its user change the file? Then it is the user's. */
  get #resolvConfModified(): boolean {
    return decoder.decode(this.resolvConf.data) !== this.#generatedResolvConf;
  }

  #updateResolvConf(): void {
    if (this.#resolvConfModified) return;
    const conf = this.#newResolvConf();
    this.#writeResolvConf(this.isHost ? conf : conf.transformForLegacyNetwork());
  }

  /** Once for all, with the first network of someone's own. Where the file is its user's, there is nobody to hand questions on to. */
  #startResolver(): void {
    if (this.#resolver !== undefined) return;
    const { namespace, endpoints } = this;
    const { scheduler, hostNamespace: host } = this.#options;
    const conf = this.#resolvConfModified ? undefined : this.#newResolvConf();
    const ndotsSet = conf?.hasNdots ?? false;
    if (conf !== undefined) this.#writeResolvConf(conf.transformForInternalResolver());
    const servers = conf?.externalServers ?? [];
    this.#resolver = new Resolver({ scheduler, namespace, host, endpoints, servers, ndotsSet });
    this.#resolver.start();
  }

  /** From an internal network no question leaves the host (hasExternalAccess). */
  #updateForwarding(): void {
    if (this.#resolver !== undefined) this.#resolver.forwards = this.gatewayEndpoint !== undefined;
  }

  stopResolver(): void {
    this.#resolver?.stop();
  }
}
