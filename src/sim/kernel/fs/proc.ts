import { capabilityMask } from '../capabilities.ts';
import { SECOND } from '../clock.ts';
import { Errno } from '../errno.ts';
import { procNetIpv6Route } from '../inet/ipv6/proc-net-route.ts';
import { procNetArp, procNetDev, procNetIfInet6, procNetRoute } from '../inet/proc-net.ts';
import { EMPTY_SOCKET_TABLES, procNetTcp, procNetUdp } from '../inet/proc-net-sockets.ts';
import type { Machine } from '../machine.ts';
import { MEMORY, PROCESS_MEMORY } from '../memory.ts';
import type { Namespaces } from '../namespaces.ts';
import { ConntrackView } from '../netfilter/conntrack/conntrack-view.ts';
import { conntrackOf } from '../netfilter/netfilter.ts';
import type { Process } from '../process.ts';
import type { NamespaceKind } from '../syscalls.ts';
import { GeneratedDirectory } from './generated.ts';
import { DescriptorLink, type Directory, GeneratedFile, type Inode, Symlink, type Viewer } from './inode.ts';
import { NAMESPACE_KEYS, NamespaceFile } from './namespace-file.ts';

const text = (make: () => string) => () => new GeneratedFile(make);

/** proc(5), as far as network lessons look into it. */
export class ProcDirectory extends GeneratedDirectory {
  constructor(machine: Machine, namespaces: Namespaces) {
    super((viewer) => [
      ...[...namespaces.pid.processes].map(
        ([pid, process]) => [String(pid), () => processDirectory(process, pid, namespaces)] as const,
      ),
      ['self', () => new Symlink(String(viewer.pid))],
      ['net', () => new Symlink('self/net')],
      ['mounts', () => new Symlink('self/mounts')],
      ['uptime', text(() => `${(machine.clock.now / SECOND).toFixed(2)} ${(machine.clock.now / SECOND).toFixed(2)}\n`)],
      ['version', text(() => 'Linux version 6.12.0 (passerelle@simulation) #1 SMP\n')],
      ['meminfo', text(() => meminfo(machine))],
      ['loadavg', text(() => '0.00 0.00 0.00 1/100 1\n')],
      ['sys', () => sysDirectory(namespacesOf(namespaces, viewer))],
    ]);
  }
}

/** The processes' memory is all that is used: files take none, nothing is cached. */
function meminfo(machine: Machine): string {
  const free = MEMORY - machine.processes().length * PROCESS_MEMORY;
  const rows = { MemTotal: MEMORY, MemFree: free, MemAvailable: free, Buffers: 0, Cached: 0, Shmem: 0 };
  return Object.entries({ ...rows, SReclaimable: 0, SwapTotal: 0, SwapFree: 0 })
    .map(([name, bytes]) => `${`${name}:`.padEnd(16)}${`${bytes / 1024}`.padStart(8)} kB\n`)
    .join('');
}

function processDirectory(process: Process, pid: number, namespaces: Namespaces): Directory {
  return new GeneratedDirectory(() => [
    ['cmdline', text(() => process.argv.map((word) => `${word}\0`).join(''))],
    ['comm', text(() => `${process.comm}\n`)],
    ['environ', text(() => [...process.env].map(([key, value]) => `${key}=${value}\0`).join(''))],
    ['cwd', () => new Symlink(process.cwd)],
    ['status', text(() => statusText(process, pid, namespaces))],
    ['fd', () => descriptorDirectory(process)],
    ['mounts', text(() => namespaces.mounts.text())],
    ['ns', () => namespaceDirectory(process)],
    ['net', () => netDirectory(process)],
  ]);
}

const NONE = capabilityMask(new Set());

function statusText(process: Process, pid: number, namespaces: Namespaces): string {
  const { ppid, state } = process.info(namespaces.pid);
  const states = { R: 'R (running)', S: 'S (sleeping)', T: 'T (stopped)', Z: 'Z (zombie)' };
  const fourTimes = (id: number): string => [id, id, id, id].join('\t');
  const lines = [
    `Name:\t${process.comm}`,
    `Umask:\t${process.umask.toString(8).padStart(4, '0')}`,
    `State:\t${states[state]}`,
    `Tgid:\t${pid}`,
    'Ngid:\t0',
    `Pid:\t${pid}`,
    `PPid:\t${ppid}`,
    'TracerPid:\t0',
    `Uid:\t${fourTimes(process.uid)}`,
    `Gid:\t${fourTimes(process.gid)}`,
    `Groups:\t${process.groups.join(' ')} `,
    `CapInh:\t${NONE}`,
    ...['CapPrm', 'CapEff', 'CapBnd'].map((set) => `${set}:\t${capabilityMask(process.capabilities)}`),
    `CapAmb:\t${NONE}`,
    `Threads:\t${process.threadCount}`,
    `NoNewPrivs:\t${process.namespaces.noNewPrivileges ? 1 : 0}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Those that all processes here share, with the numbers that the kernel gives them at its start. */
const OTHER_KINDS = [
  ['cgroup', 'cgroup:[4026531835]'],
  ['ipc', 'ipc:[4026531839]'],
  ['pid_for_children', 'pid:[4026531836]'],
  ['time', 'time:[4026531834]'],
  ['time_for_children', 'time:[4026531834]'],
  ['user', 'user:[4026531837]'],
] as const;

const KINDS = Object.keys(NAMESPACE_KEYS) as NamespaceKind[];

function namespaceDirectory(process: Process): Directory {
  return new GeneratedDirectory(() => [
    ...OTHER_KINDS.map(([name, target]) => [name, () => new Symlink(target)] as const),
    ...KINDS.map((kind) => [kind, () => new NamespaceFile(kind, () => process.namespaces)] as const),
  ]);
}

function descriptorDirectory(process: Process): Directory {
  return new GeneratedDirectory(() =>
    [...process.files.entries()].map(([fd, file]) => [String(fd), () => new DescriptorLink(file)] as const),
  );
}

function netDirectory({ namespaces }: Process): Directory {
  const netlink = namespaces.net.netlink(false);
  return new GeneratedDirectory(() => [
    ['arp', text(() => procNetArp(netlink))],
    ['dev', text(() => procNetDev(netlink))],
    ['if_inet6', text(() => procNetIfInet6(netlink))],
    ['ipv6_route', text(() => procNetIpv6Route(namespaces.net))],
    ['raw', text(() => EMPTY_SOCKET_TABLES.raw)],
    ['raw6', text(() => EMPTY_SOCKET_TABLES.raw)],
    ['route', text(() => procNetRoute(netlink))],
    ['tcp', text(() => procNetTcp(namespaces.net.tcp, 'inet'))],
    ['tcp6', text(() => procNetTcp(namespaces.net.tcp, 'inet6'))],
    ['udp', text(() => procNetUdp(namespaces.net.udp, 'inet'))],
    ['udp6', text(() => procNetUdp(namespaces.net.udp, 'inet6'))],
    ['unix', text(() => EMPTY_SOCKET_TABLES.unix)],
  ]);
}

/** The sysctls are those of the namespaces that the viewer is in. */
const namespacesOf = (mounted: Namespaces, { pid }: Viewer): Namespaces =>
  mounted.pid.processes.get(pid)?.namespaces ?? mounted;
/** A tree of settings by their names, `conf/eth0/forwarding`. */
interface Settings {
  readonly names: readonly string[];
  get(name: string): number;
  set(name: string, value: number): void;
}

function settingsBelow(settings: Settings, prefix: string): Directory {
  const file = (name: string) => () =>
    new GeneratedFile(
      () => `${settings.get(name)}\n`,
      (value) => settings.set(name, value.trim() === '' ? Number.NaN : Number(value)),
    );
  return new GeneratedDirectory(() => {
    const names = settings.names.filter((name) => name.startsWith(prefix));
    const next = new Set(names.map((name) => name.slice(prefix.length).split('/')[0] as string));
    return [...next].map((part) => {
      const leaf = names.find((name) => name === prefix + part);
      return [part, leaf ? file(leaf) : () => settingsBelow(settings, `${prefix}${part}/`)] as const;
    });
  });
}

/** br_netfilter, and the tracking of connections (nf_conntrack_standalone.c): what they are set to, which cannot be changed here. */
const BRIDGE_CALLS = { 'bridge-nf-call-arptables': 1, 'bridge-nf-call-ip6tables': 1, 'bridge-nf-call-iptables': 1 };
const CONNTRACK = {
  ...{ nf_conntrack_acct: 0, nf_conntrack_buckets: 262_144, nf_conntrack_generic_timeout: 600 },
  ...{ nf_conntrack_icmp_timeout: 30, nf_conntrack_max: 262_144, nf_conntrack_tcp_timeout_close_wait: 60 },
  ...{ nf_conntrack_tcp_timeout_established: 432_000, nf_conntrack_tcp_timeout_fin_wait: 120 },
  ...{ nf_conntrack_tcp_timeout_syn_sent: 120, nf_conntrack_tcp_timeout_time_wait: 120 },
  ...{ nf_conntrack_udp_timeout: 30, nf_conntrack_udp_timeout_stream: 120 },
};

const readings = (values: Readonly<Record<string, number>>): Directory =>
  new GeneratedDirectory(() => Object.entries(values).map(([key, set]) => [key, text(() => `${set}\n`)] as const));

/** /proc/sys: the sysctls of the network namespace, and the host name. */
function sysDirectory({ net, uts }: Namespaces): Directory {
  const general = settingsBelow(net.sysctls as Settings, '');
  const pair = (name: 'pingGroupRange' | 'ipLocalPortRange') => () =>
    new GeneratedFile(
      () => `${net.sysctls[name].join('\t')}\n`,
      (value) => {
        const [low, high] = value.trim().split(/\s+/).map(Number);
        if (!Number.isInteger(low) || !Number.isInteger(high)) throw new Errno('EINVAL');
        net.sysctls[name] = [low as number, high as number];
      },
    );
  const ipv4 = (): Directory =>
    new GeneratedDirectory(() => [
      ...general.names().map((name) => [name, () => general.lookup(name) as Inode] as const),
      ['ip_local_port_range', pair('ipLocalPortRange')],
      ['ping_group_range', pair('pingGroupRange')],
    ]);
  return new GeneratedDirectory(() => [
    [
      'net',
      () =>
        new GeneratedDirectory(() => [
          ['bridge', () => readings(BRIDGE_CALLS)] as const,
          ['ipv4', ipv4] as const,
          ['ipv6', () => settingsBelow(net.ipv6.sysctls, '')] as const,
          [
            'netfilter',
            () =>
              readings({ ...CONNTRACK, nf_conntrack_count: new ConntrackView(conntrackOf(net)).connections().length }),
          ] as const,
        ]),
    ],
    [
      'kernel',
      () =>
        new GeneratedDirectory(() => [
          ['hostname', text(() => `${uts.hostname}\n`)],
          ['ostype', text(() => 'Linux\n')],
        ]),
    ],
  ]);
}
