import type { Directory } from '../../kernel/fs/inode.ts';
import { NamespaceFile } from '../../kernel/fs/namespace-file.ts';
import { makeDirectories, readFile } from '../../kernel/fs/tree.ts';
import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import type { Machine } from '../../kernel/machine.ts';
import { formatIp } from '../../kernel/wire/ip-address.ts';
import { connectedContainer } from '../container/config.ts';
import { type Container, isRestarting } from '../container/container.ts';
import type { Daemon } from '../daemon.ts';
import { conflict, EngineError, systemError, wrapped } from '../errors.ts';
import { publishedPorts } from '../ports/published-ports.ts';
import { linkAt } from '../volume/mount-points.ts';
import type { HostsRecord } from './hosts-file.ts';
import type { Sandbox } from './sandbox.ts';

/** The network namespace that a container starts in, with the files that go with it (initializeNetworking). */
export function enterNetwork(daemon: Daemon, container: Container): NetNamespace {
  const donorName = connectedContainer(container.hostConfig.NetworkMode);
  if (donorName !== undefined) return joinContainer(daemon, container, donorName);
  const sandbox = newSandbox(daemon, container);
  container.sandboxId = sandbox.id;
  container.sandboxKey = sandbox.key;
  mountSandbox(daemon.machine, sandbox);
  const { hosts, resolvConf, hostnameFile: hostname } = sandbox;
  placeFiles(container, { owner: container.id, hosts, resolvConf, hostname });
  return sandbox.namespace;
}

/** What libnetwork keeps a sandbox's namespace by (osl/namespace_linux.go): a file that it is mounted on. */
export function keepNamespace({ namespaces }: Machine, name: string, net: NetNamespace): void {
  const file = new NamespaceFile('net', () => ({ ...namespaces, net }));
  sandboxDirectory(namespaces.root).link(name, file);
}

export const forgetNamespace = ({ namespaces }: Machine, name: string): void =>
  sandboxDirectory(namespaces.root).unlink(name);

export const mountSandbox = (machine: Machine, { key, namespace }: Sandbox): void =>
  keepNamespace(machine, baseOf(key), namespace);

export function unmountSandbox(machine: Machine, { key, isHost }: Sandbox): void {
  if (!isHost) forgetNamespace(machine, baseOf(key));
}

const sandboxDirectory = (root: Directory): Directory => makeDirectories(root, '/run/docker/netns');

const baseOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

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
  linkAt(container, '/etc/hosts', files.hosts);
  linkAt(container, '/etc/hostname', files.hostname);
  linkAt(container, '/etc/resolv.conf', files.resolvConf);
}

function newSandbox(daemon: Daemon, container: Container): Sandbox {
  const { config, hostConfig } = container;
  const { root, net } = daemon.machine.namespaces;
  const isHost = hostConfig.NetworkMode === 'host';
  return daemon.controller.newSandbox({
    containerId: container.id,
    namespace: isHost ? net : daemon.newNetNamespace(container.id),
    hostNamespace: net,
    scheduler: daemon.machine.scheduler,
    isHost,
    hostname: config.Hostname,
    domainname: config.Domainname,
    extraHosts: extraHosts(daemon, hostConfig.ExtraHosts ?? []),
    dns: {
      nameservers: hostConfig.Dns ?? [],
      search: hostConfig.DnsSearch ?? [],
      options: hostConfig.DnsOptions ?? [],
    },
    publishedPorts: publishedPorts(config, hostConfig),
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
    return { names: entry.slice(0, colon), address: address === 'host-gateway' ? hostGateway(daemon) : address };
  });
}

/** What `host-gateway` stands for: the default bridge's own address. */
function hostGateway(daemon: Daemon): string {
  const [pool] = daemon.controller.findNetwork('bridge').pools;
  return pool?.gateway === undefined ? '' : formatIp(pool.gateway);
}
