import type { ContainerCreateRequest, HostConfig } from '../../api/types/container-config.ts';
import { cut } from '../../command/list-flags.ts';
import type { Task } from '../../kernel/task.ts';
import type { Cli } from '../cli.ts';
import { labelMap } from '../option-lists.ts';
import type { CreationFlags } from './creation-flags.ts';
import { checkMac, endpoints } from './endpoints.ts';
import { readEnvironment, readLabels } from './environment.ts';
import { portOptions } from './publish.ts';
import { volumeOptions } from './volume-option.ts';

type RestartPolicy = HostConfig['RestartPolicy'];

/** `no`, `always`, `on-failure:3` … (docker/cli's opts.ParseRestartPolicy); the engine checks the name. */
function restartPolicy(text: string): RestartPolicy {
  const [name, count] = cut(text, ':');
  if (text.includes(':') && name === '') {
    throw new Error('invalid restart policy format: no policy provided before colon');
  }
  if (count !== '' && !/^[+-]?\d+$/.test(count)) {
    throw new Error('invalid restart policy format: maximum retry count must be an integer');
  }
  return { Name: name as RestartPolicy['Name'], MaximumRetryCount: Number(count) };
}

function hostConfig(
  flags: CreationFlags,
  binds: string[],
  portBindings: HostConfig['PortBindings'],
): Partial<HostConfig> {
  return {
    Binds: binds.length > 0 ? binds : null,
    LogConfig: { Type: '', Config: {} },
    NetworkMode: flags.network[0]?.target ?? 'default',
    PortBindings: portBindings,
    RestartPolicy: restartPolicy(flags.restart),
    AutoRemove: flags.rm,
    Links: [...flags.link],
    PublishAllPorts: flags['publish-all'],
    Dns: [...flags.dns],
    DnsSearch: [...flags['dns-search']],
    DnsOptions: [...flags['dns-option']],
    ExtraHosts: [...flags['add-host']],
    ...(flags['group-add'].length > 0 ? { GroupAdd: [...flags['group-add']] } : {}),
    CapAdd: [...flags['cap-add']],
    CapDrop: [...flags['cap-drop']],
    Privileged: flags.privileged,
    ...(flags.mount.length > 0 ? { Mounts: [...flags.mount] } : {}),
  };
}

/** Which streams to attach: those that `--attach` names, else stdout and stderr; `-i` adds stdin. */
function attachment({ attach, interactive }: CreationFlags) {
  const all = attach.length === 0;
  return {
    AttachStdin: interactive || attach.includes('stdin'),
    AttachStdout: all || attach.includes('stdout'),
    AttachStderr: all || attach.includes('stderr'),
  };
}

function entrypoint(flags: CreationFlags, changed: ReadonlySet<string>): string[] | null {
  return changed.has('entrypoint') ? [flags.entrypoint] : null;
}

/** What `docker run` and `docker create` ask the engine for (docker/cli's parse). Throws what docker says of bad options. */
export function* containerRequest(
  cli: Cli,
  args: readonly string[],
  flags: CreationFlags,
  changed: ReadonlySet<string>,
): Task<ContainerCreateRequest> {
  const [Image = '', ...command] = args;
  if (flags['mac-address'] !== '') checkMac(flags['mac-address']);
  const { binds, volumes } = volumeOptions(flags.volume, cli.sys.cwd());
  const { exposedPorts, portBindings } = portOptions(flags.publish, flags.expose);
  const Env = yield* readEnvironment(cli, flags['env-file'], flags.env);
  const labels = yield* readLabels(cli, flags['label-file'], flags.label);
  const HostConfig = hostConfig(flags, binds, portBindings);
  if (flags.rm && !['', 'no'].includes(HostConfig.RestartPolicy?.Name ?? '')) {
    throw new Error('conflicting options: cannot specify both --restart and --rm');
  }
  const streams = attachment(flags);
  const EndpointsConfig = endpoints(flags);
  return {
    Hostname: flags.hostname,
    Domainname: flags.domainname,
    User: flags.user,
    ...streams,
    ExposedPorts: exposedPorts,
    Tty: flags.tty,
    OpenStdin: flags.interactive,
    StdinOnce: flags.interactive && streams.AttachStdin,
    Env,
    Cmd: command.length > 0 ? command : null,
    Image,
    Volumes: volumes,
    WorkingDir: flags.workdir,
    Entrypoint: entrypoint(flags, changed),
    Labels: labelMap(labels),
    ...(flags['stop-signal'] === '' ? {} : { StopSignal: flags['stop-signal'] }),
    ...(changed.has('stop-timeout') ? { StopTimeout: flags['stop-timeout'] } : {}),
    HostConfig,
    NetworkingConfig: { EndpointsConfig },
  };
}
