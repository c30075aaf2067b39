import { invalidParameter } from '../errors.ts';
import type { ImageConfig } from '../image/image.ts';
import type { ContainerConfig, HostConfig } from './config.ts';

const nameOf = (variable: string): string => variable.split('=')[0] as string;

/** What the user asked for, with the image's settings where it says nothing (moby/daemon/commit.go, merge). Throws `no command specified`. */
export function mergeConfig(user: ContainerConfig, image: ImageConfig | undefined): ContainerConfig {
  const merged = inGoOrder(image === undefined ? user : merge(user, image));
  if ((merged.Entrypoint ?? []).length === 0 && (merged.Cmd ?? []).length === 0) {
    throw invalidParameter('no command specified');
  }
  return merged;
}

function merge(user: ContainerConfig, image: ImageConfig): ContainerConfig {
  const own = user.Entrypoint ?? [];
  const ownCommand = user.Cmd ?? [];
  const command = own.length === 0 && ownCommand.length === 0 ? image.Cmd : user.Cmd;
  const entrypoint = user.Entrypoint ?? image.Entrypoint;
  return {
    ...user,
    User: user.User || image.User,
    ExposedPorts: sorted({ ...user.ExposedPorts, ...image.ExposedPorts }),
    Env: mergeEnvironment(user.Env ?? [], image.Env ?? []),
    Labels: sorted({ ...image.Labels, ...user.Labels }) ?? {},
    Cmd: command,
    Entrypoint: entrypoint?.length === 1 && entrypoint[0] === '' ? null : entrypoint,
    WorkingDir: user.WorkingDir || image.WorkingDir,
    Volumes: mergeVolumes(user.Volumes, image.Volumes),
    StopSignal: user.StopSignal || image.StopSignal,
    Healthcheck: user.Healthcheck ?? image.Healthcheck,
    Shell: user.Shell ?? image.Shell,
  };
}

/** `Config`'s fields in the order that Go writes them in; those that are left out when they are empty are left out. */
export const inGoOrder = (config: ContainerConfig): ContainerConfig => ({
  Hostname: config.Hostname,
  Domainname: config.Domainname,
  User: config.User,
  AttachStdin: config.AttachStdin,
  AttachStdout: config.AttachStdout,
  AttachStderr: config.AttachStderr,
  ...(config.ExposedPorts && { ExposedPorts: config.ExposedPorts }),
  Tty: config.Tty,
  OpenStdin: config.OpenStdin,
  StdinOnce: config.StdinOnce,
  Env: config.Env,
  Cmd: config.Cmd,
  ...(config.Healthcheck && { Healthcheck: config.Healthcheck }),
  Image: config.Image,
  Volumes: config.Volumes,
  WorkingDir: config.WorkingDir,
  Entrypoint: config.Entrypoint,
  ...(config.NetworkDisabled && { NetworkDisabled: config.NetworkDisabled }),
  ...(config.MacAddress && { MacAddress: config.MacAddress }),
  OnBuild: config.OnBuild,
  Labels: config.Labels,
  ...(config.StopSignal && { StopSignal: config.StopSignal }),
  ...(config.StopTimeout !== undefined && { StopTimeout: config.StopTimeout }),
  ...(config.Shell && { Shell: config.Shell }),
});

function sorted<T>(record: Record<string, T>): Record<string, T> | undefined {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function mergeEnvironment(user: readonly string[], image: readonly string[]): string[] {
  const names = user.map(nameOf);
  return [...user, ...image.filter((variable) => !names.includes(nameOf(variable)))];
}

function mergeVolumes(user: Record<string, object> | null, image: Record<string, object> | null) {
  if (Object.keys(user ?? {}).length === 0) return image;
  return sorted({ ...user, ...image }) ?? null;
}

/** /proc and /sys paths that containers do not see, or may only read (moby/oci/defaults.go). */
const MASKED_PATHS = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];

const READONLY_PATHS = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

const SHM_SIZE = 64 * 1024 * 1024;

/** What sees the host's processes is not labelled (moby daemon/create.go, generateSecurityOpt). */
function securityOptions({ SecurityOpt: given, IpcMode, PidMode, Privileged }: HostConfig): string[] | null {
  const open = Privileged || IpcMode === 'host' || PidMode === 'host';
  if (!open || given?.some((option) => /^label[=:]/.test(option))) return given;
  return [...(given ?? []), 'label=disable'];
}

/** Maps that Go leaves out where they are empty. */
const OMITTED = ['Annotations', 'StorageOpt', 'Sysctls', 'Tmpfs'] as const;

/** The settings with the daemon's defaults where nothing was asked for (adaptContainerSettings). */
export function adaptHostConfig(host: HostConfig): HostConfig {
  const { Privileged: privileged } = host;
  return {
    ...host,
    LogConfig: { Type: host.LogConfig.Type || 'json-file', Config: host.LogConfig.Config ?? {} },
    RestartPolicy: { ...host.RestartPolicy, Name: host.RestartPolicy.Name || 'no' },
    ...Object.fromEntries(
      OMITTED.filter((field) => Object.keys(host[field] ?? {}).length === 0).map((field) => [field, undefined]),
    ),
    MemorySwappiness: host.MemorySwappiness === -1 ? null : host.MemorySwappiness,
    BlkioWeight: 0,
    MemorySwap: host.Memory > 0 && host.MemorySwap === 0 ? host.Memory * 2 : host.MemorySwap,
    SecurityOpt: securityOptions(host),
    CgroupnsMode: host.CgroupnsMode || 'host',
    IpcMode: host.IpcMode || 'private',
    ShmSize: host.ShmSize || SHM_SIZE,
    Runtime: host.Runtime || 'runc',
    OomKillDisable: host.OomKillDisable ?? false,
    MaskedPaths: host.MaskedPaths ?? (privileged ? null : MASKED_PATHS),
    ReadonlyPaths: host.ReadonlyPaths ?? (privileged ? null : READONLY_PATHS),
  };
}
