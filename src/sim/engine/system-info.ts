import { MEMORY } from '../kernel/memory.ts';
import type { Daemon } from './daemon.ts';
import { swarmInfo } from './swarm/info.ts';
import { rfc3339Nano } from './time.ts';

export const VERSION = '28.5.2';
const API_VERSION = '1.51';
const OLDEST_API_VERSION = '1.24';
const KERNEL = '6.12.48-passerelle';
const GO_VERSION = 'go1.25.1';
const COMMIT = '89c5e8f';
const BUILT = '2025-11-05T14:45:52.000000000+00:00';
const CONTAINERD = { version: 'v1.7.28', commit: 'b98a3aace656320842a23f4a392a33f46af97866' };
const RUNC = { version: '1.3.0', commit: 'v1.3.0-0-g4ca628d1' };
const INIT = { version: '0.19.0', commit: 'de40ad0' };
/** Of the host. */
export const CPUS = 2;

interface ComponentVersion {
  Name: string;
  Version: string;
  Details: Record<string, string>;
}

const components = (): ComponentVersion[] => [
  {
    Name: 'Engine',
    Version: VERSION,
    Details: {
      ApiVersion: API_VERSION,
      Arch: 'amd64',
      BuildTime: BUILT,
      Experimental: 'false',
      GitCommit: COMMIT,
      GoVersion: GO_VERSION,
      KernelVersion: KERNEL,
      MinAPIVersion: OLDEST_API_VERSION,
      Os: 'linux',
    },
  },
  { Name: 'containerd', Version: CONTAINERD.version, Details: { GitCommit: CONTAINERD.commit } },
  { Name: 'runc', Version: RUNC.version, Details: { GitCommit: RUNC.commit } },
  { Name: 'docker-init', Version: INIT.version, Details: { GitCommit: INIT.commit } },
];

/** `GET /version`. */
export const systemVersion = () => ({
  Platform: { Name: 'Docker Engine - Community' },
  Components: components(),
  Version: VERSION,
  ApiVersion: API_VERSION,
  MinAPIVersion: OLDEST_API_VERSION,
  GitCommit: COMMIT,
  GoVersion: GO_VERSION,
  Os: 'linux',
  Arch: 'amd64',
  KernelVersion: KERNEL,
  BuildTime: BUILT,
});

const RUNC_FEATURES = {
  ociVersionMin: '1.0.0',
  ociVersionMax: '1.2.1',
  hooks: ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststart', 'poststop'],
  linux: { namespaces: ['mount', 'network', 'pid', 'uts'] },
  annotations: { 'org.opencontainers.runc.commit': RUNC.commit, 'org.opencontainers.runc.version': RUNC.version },
};

export const LOG_DRIVERS = [
  'awslogs',
  'fluentd',
  'gcplogs',
  'gelf',
  'journald',
  'json-file',
  'local',
  'splunk',
  'syslog',
];

/** `GET /info`. */
export function systemInfo(daemon: Daemon, id: string) {
  const containers = daemon.containers.list();
  const count = (...states: string[]): number => containers.filter(({ state }) => states.includes(state.status)).length;
  const { net } = daemon.machine.namespaces;
  return {
    ID: id,
    Containers: containers.length,
    ContainersRunning: count('running', 'restarting'),
    ContainersPaused: count('paused'),
    ContainersStopped: count('created', 'exited', 'dead'),
    Images: daemon.images.size,
    Driver: 'overlay2',
    DriverStatus: [
      ['Backing Filesystem', 'extfs'],
      ['Supports d_type', 'true'],
      ['Using metacopy', 'false'],
      ['Native Overlay Diff', 'true'],
      ['userxattr', 'false'],
    ] as [string, string][],
    Plugins: { Volume: ['local'], Network: daemon.controller.driverNames, Authorization: null, Log: LOG_DRIVERS },
    MemoryLimit: true,
    SwapLimit: true,
    KernelMemoryTCP: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: net.sysctls.get('ip_forward') === 1,
    Debug: false,
    NFd: 23,
    OomKillDisable: true,
    NGoroutines: 40,
    SystemTime: rfc3339Nano(daemon.timestamps.next()),
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    NEventsListener: daemon.events.listenerCount,
    ...hostInfo(daemon),
    ExperimentalBuild: false,
    ServerVersion: VERSION,
    Runtimes: { 'io.containerd.runc.v2': RUNTIME, runc: RUNTIME },
    DefaultRuntime: 'runc',
    Swarm: swarmInfo(daemon.cluster.swarm),
    LiveRestoreEnabled: false,
    Isolation: '',
    InitBinary: 'docker-init',
    ContainerdCommit: { ID: CONTAINERD.commit },
    RuncCommit: { ID: RUNC.commit },
    InitCommit: { ID: INIT.commit },
    SecurityOptions: ['name=seccomp,profile=builtin'],
    FirewallBackend: { Driver: 'iptables' },
    CDISpecDirs: ['/etc/cdi', '/var/run/cdi'],
    Containerd: {
      Address: '/run/containerd/containerd.sock',
      Namespaces: { Containers: 'moby', Plugins: 'plugins.moby' },
    },
    Warnings: null,
  };
}

/** What `runc features` tells of it (OCI runtime specification, features). */
const RUNTIME = {
  path: 'runc',
  status: { 'org.opencontainers.runtime-spec.features': JSON.stringify(RUNC_FEATURES) },
};

const hostInfo = (daemon: Daemon) => ({
  KernelVersion: KERNEL,
  OperatingSystem: 'Debian GNU/Linux 13 (trixie)',
  OSVersion: '13',
  OSType: 'linux',
  Architecture: 'x86_64',
  IndexServerAddress: 'https://index.docker.io/v1/',
  RegistryConfig: {
    IndexConfigs: { 'docker.io': { Mirrors: [], Name: 'docker.io', Official: true, Secure: true } },
    InsecureRegistryCIDRs: ['::1/128', '127.0.0.0/8'],
    Mirrors: null,
  },
  NCPU: CPUS,
  MemTotal: MEMORY,
  GenericResources: null,
  DockerRootDir: '/var/lib/docker',
  HttpProxy: '',
  HttpsProxy: '',
  NoProxy: '',
  Name: daemon.machine.namespaces.uts.hostname,
  Labels: [] as string[],
});
