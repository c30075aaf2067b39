import type { HostConfig } from '../../api/types/container-config.ts';
import { goQuote } from '../../command/go-quote.ts';
import { cut } from '../../command/list-flags.ts';
import { effectiveCapabilities } from './capabilities.ts';
import type { CreationFlags } from './creation-flags.ts';
import { deviceMapping } from './device-option.ts';

type RestartPolicy = HostConfig['RestartPolicy'];

/** `no`, `always`, `on-failure:3` … (docker/cli's opts.ParseRestartPolicy); the engine checks the name. */
export function restartPolicy(text: string): RestartPolicy {
  const [name, count] = cut(text, ':');
  if (text.includes(':') && name === '') {
    throw new Error('invalid restart policy format: no policy provided before colon');
  }
  if (count !== '' && !/^[+-]?\d+$/.test(count)) {
    throw new Error('invalid restart policy format: maximum retry count must be an integer');
  }
  return { Name: name as RestartPolicy['Name'], MaximumRetryCount: Number(count) };
}

/** A mode is the host, another container (where `sharable`) or one of `words`. */
function checkMode(flag: string, mode: string, kind: string, sharable: boolean, words: readonly string[]): void {
  const shared = sharable && /^container:./.test(mode);
  if (!shared && !['', ...words].includes(mode)) throw new Error(`--${flag}: invalid ${kind} mode`);
}

function checkModes(flags: CreationFlags): void {
  checkMode('pid', flags.pid, 'PID', true, ['host']);
  checkMode('uts', flags.uts, 'UTS', false, ['host']);
  checkMode('userns', flags.userns, 'USER', false, ['host']);
  checkMode('cgroupns', flags.cgroupns, 'CGROUP', false, ['host', 'private']);
}

/** `key=value` texts as a map; those without a value are refused in the words that `wrong` gives. */
/** `no-new-privileges`, or a name and a value (docker/cli's parseSecurityOpts). */
function securityOption(text: string): string {
  const [, value] = cut(text, text.includes('=') ? '=' : ':');
  if (value === '' && text !== 'no-new-privileges') throw new Error(`Invalid --security-opt: ${goQuote(text)}`);
  return text;
}

function pairs(texts: readonly string[], wrong: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      if (!text.includes('=')) throw new Error(wrong(text));
      return cut(text);
    }),
  );
}

function logConfig(flags: CreationFlags): HostConfig['LogConfig'] {
  const options = flags['log-opt'];
  if (flags['log-driver'] === 'none' && options.length > 0) {
    throw new Error('invalid logging opts for driver none');
  }
  const Config = Object.fromEntries(options.map((text) => cut(text)));
  return { Type: flags['log-driver'], Config };
}

/** A path, and after a colon the options of its mount. */
const tmpfs = (texts: readonly string[]): Record<string, string> =>
  Object.fromEntries(texts.map((text) => cut(text, ':')));

/** Limits, moby's Resources. */
const resources = (flags: CreationFlags): Partial<HostConfig> => ({
  CpuShares: flags['cpu-shares'],
  Memory: flags.memory,
  NanoCpus: flags.cpus,
  CgroupParent: flags['cgroup-parent'],
  BlkioWeight: flags['blkio-weight'],
  CpuPeriod: flags['cpu-period'],
  CpuQuota: flags['cpu-quota'],
  CpuRealtimePeriod: flags['cpu-rt-period'],
  CpuRealtimeRuntime: flags['cpu-rt-runtime'],
  CpusetCpus: flags['cpuset-cpus'],
  CpusetMems: flags['cpuset-mems'],
  Devices: flags.device.map(deviceMapping),
  DeviceCgroupRules: flags['device-cgroup-rule'].length > 0 ? [...flags['device-cgroup-rule']] : null,
  DeviceRequests: flags.gpus.length > 0 ? [...flags.gpus] : null,
  MemoryReservation: flags['memory-reservation'],
  MemorySwap: flags['memory-swap'],
  MemorySwappiness: flags['memory-swappiness'],
  OomKillDisable: flags['oom-kill-disable'],
  PidsLimit: flags['pids-limit'],
  Ulimits: flags.ulimit.length > 0 ? flags.ulimit.map(({ Name, Hard, Soft }) => ({ Name, Hard, Soft })) : [],
});

/** What a container asks of its host (docker/cli's parse). */
export function hostConfig(
  flags: CreationFlags,
  binds: string[],
  portBindings: HostConfig['PortBindings'],
): Partial<HostConfig> {
  const swappiness = flags['memory-swappiness'];
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100)) {
    throw new Error(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
  }
  checkModes(flags);
  const list = (values: readonly string[]): string[] | null => (values.length > 0 ? [...values] : null);
  return {
    Binds: list(binds),
    ContainerIDFile: flags.cidfile,
    ...resources(flags),
    LogConfig: logConfig(flags),
    NetworkMode: flags.network[0]?.target ?? 'default',
    PortBindings: portBindings,
    RestartPolicy: restartPolicy(flags.restart),
    AutoRemove: flags.rm,
    VolumeDriver: flags['volume-driver'],
    VolumesFrom: list(flags['volumes-from']),
    Annotations: Object.fromEntries(flags.annotation),
    ...effectiveCapabilities(flags['cap-add'], flags['cap-drop']),
    CgroupnsMode: flags.cgroupns,
    Dns: [...flags.dns],
    DnsOptions: [...flags['dns-option']],
    DnsSearch: [...flags['dns-search']],
    ExtraHosts: flags['add-host'].length === 0 ? null : [...flags['add-host']],
    GroupAdd: list(flags['group-add']),
    IpcMode: flags.ipc,
    Links: [...flags.link],
    OomScoreAdj: flags['oom-score-adj'],
    PidMode: flags.pid,
    Privileged: flags.privileged,
    PublishAllPorts: flags['publish-all'],
    ReadonlyRootfs: flags['read-only'],
    SecurityOpt: list(flags['security-opt'].map(securityOption)),
    StorageOpt: pairs(flags['storage-opt'], () => 'invalid storage option'),
    UTSMode: flags.uts,
    UsernsMode: flags.userns,
    ShmSize: flags['shm-size'],
    Sysctls: Object.fromEntries(flags.sysctl),
    Runtime: flags.runtime,
    Isolation: flags.isolation,
    Tmpfs: tmpfs(flags.tmpfs),
    ...(flags.mount.length > 0 ? { Mounts: [...flags.mount] } : {}),
    ...(flags.init ? { Init: true } : {}),
  };
}
