import type { Info } from '../../api/types/system.ts';
import * as flag from '../../command/flags.ts';
import { goJson } from '../../command/template/json.ts';
import { binarySize } from '../../command/units.ts';
import { type Cli, print, printError, verb } from '../cli.ts';
import { CLIENT } from '../client-version.ts';
import { INSPECT_FORMAT_HELP } from '../format-help.ts';
import { compile, printTemplate } from '../formatter/print-template.ts';
import { typedValue } from '../inspect/typed-value.ts';
import { swarmLines } from './swarm-info.ts';

const CLIENT_INFO = { Debug: false, ...CLIENT, Plugins: [], Warnings: null };

const clientLines = [
  `Client: ${CLIENT.Platform.Name}`,
  ` Version:    ${CLIENT.Version}`,
  ` Context:    ${CLIENT.Context}`,
  ' Debug Mode: false',
];

/** `name=seccomp,profile=builtin` in the lines that show it. */
function securityLines(options: readonly string[]): string[] {
  return options.flatMap((option) => {
    const fields = option.split(',').map((field) => field.split('='));
    const profile = fields.find(([key]) => key === 'profile')?.[1];
    return [
      `  ${fields.find(([key]) => key === 'name')?.[1] ?? option}`,
      ...(profile === undefined ? [] : [`   Profile: ${profile}`]),
    ];
  });
}

function engineLines(info: Info): string[] {
  return [
    'Server:',
    ` Containers: ${info.Containers}`,
    `  Running: ${info.ContainersRunning}`,
    `  Paused: ${info.ContainersPaused}`,
    `  Stopped: ${info.ContainersStopped}`,
    ` Images: ${info.Images}`,
    ` Server Version: ${info.ServerVersion}`,
    ` Storage Driver: ${info.Driver}`,
    ...info.DriverStatus.map(([key, value]) => `  ${key}: ${value}`),
    ` Logging Driver: ${info.LoggingDriver}`,
    ` Cgroup Driver: ${info.CgroupDriver}`,
    ...(info.CgroupVersion ? [` Cgroup Version: ${info.CgroupVersion}`] : []),
    ' Plugins:',
    `  Volume: ${info.Plugins.Volume.join(' ')}`,
    `  Network: ${info.Plugins.Network.join(' ')}`,
    `  Log: ${info.Plugins.Log.join(' ')}`,
    ...(info.CDISpecDirs?.length ? [' CDI spec directories:', ...info.CDISpecDirs.map((path) => `  ${path}`)] : []),
    ` Swarm: ${info.Swarm.LocalNodeState}`,
    ...swarmLines(info),
  ];
}

function hostLines(info: Info): string[] {
  return [
    ` Runtimes: ${Object.keys(info.Runtimes).join(' ')}`,
    ` Default Runtime: ${info.DefaultRuntime}`,
    ` Init Binary: ${info.InitBinary}`,
    ` containerd version: ${info.ContainerdCommit.ID}`,
    ` runc version: ${info.RuncCommit.ID}`,
    ` init version: ${info.InitCommit.ID}`,
    ...(info.SecurityOptions?.length ? [' Security Options:', ...securityLines(info.SecurityOptions)] : []),
    ` Kernel Version: ${info.KernelVersion}`,
    ` Operating System: ${info.OperatingSystem}`,
    ` OSType: ${info.OSType}`,
    ` Architecture: ${info.Architecture}`,
    ` CPUs: ${info.NCPU}`,
    ` Total Memory: ${binarySize(info.MemTotal)}`,
    ` Name: ${info.Name}`,
    ` ID: ${info.ID}`,
    ` Docker Root Dir: ${info.DockerRootDir}`,
    ` Debug Mode: ${info.Debug}`,
    ` Experimental: ${info.ExperimentalBuild}`,
    ' Insecure Registries:',
    '  ::1/128',
    '  127.0.0.0/8',
    ` Live Restore Enabled: ${info.LiveRestoreEnabled}`,
  ];
}

function* show(cli: Cli, info: Info) {
  const lines = [...clientLines, '', ...engineLines(info), ...hostLines(info), ''];
  yield* print(cli, `${lines.join('\n')}\n`);
  for (const warning of info.Warnings ?? []) yield* printError(cli, `${warning}\n`);
}

function* printAs(cli: Cli, format: string, info: Info) {
  const all = { ...info, ClientInfo: CLIENT_INFO };
  if (format === 'json') yield* print(cli, `${goJson(all, { escapeHtml: false })}\n`);
  else yield* printTemplate(cli, compile(format), typedValue('system.dockerInfo', all));
}

export const info = verb({
  name: 'info',
  usage: '[OPTIONS]',
  short: 'Display system-wide information',
  twins: ['info'],
  flags: {
    format: flag.string(INSPECT_FORMAT_HELP, { short: 'f' }),
  },
  common: 12,
  *run(cli, { flags }) {
    const answer = yield* cli.client.info();
    if (flags.format === '') yield* show(cli, answer);
    else yield* printAs(cli, flags.format, answer);
    return 0;
  },
});
