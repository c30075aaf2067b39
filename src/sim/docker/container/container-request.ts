import type { ContainerCreateRequest } from '../../api/types/container-config.ts';
import type { Task } from '../../kernel/task.ts';
import type { Cli } from '../cli.ts';
import { labelMap } from '../option-lists.ts';
import { StatusError } from '../status-error.ts';
import { withHelp } from './create-container.ts';
import type { CreationFlags } from './creation-flags.ts';
import { checkMac, endpoints } from './endpoints.ts';
import { readEnvironment, readLabels } from './environment.ts';
import { healthcheck } from './health-option.ts';
import { hostConfig } from './host-config.ts';
import { portOptions } from './publish.ts';
import { checkPull } from './pull-policy.ts';
import { volumeOptions } from './volume-option.ts';

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

interface Creation {
  readonly args: readonly string[];
  readonly flags: CreationFlags & { readonly pull: string };
  /** The flags given. */
  readonly changed: ReadonlySet<string>;
}

/** What `docker run` or `docker create` asks the engine for. Throws, with status 125, what docker says of bad options. */
export function* containerRequest(
  cli: Cli,
  verb: 'run' | 'create',
  { args, flags, changed }: Creation,
): Task<ContainerCreateRequest> {
  try {
    checkPull(flags.pull);
    return yield* readOptions(cli, args, flags, changed);
  } catch (error) {
    throw new StatusError(withHelp((error as Error).message, verb), 125);
  }
}

/** docker/cli's parse(). */
function* readOptions(
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
  const Healthcheck = healthcheck(flags);
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
    ...(Healthcheck && { Healthcheck }),
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
