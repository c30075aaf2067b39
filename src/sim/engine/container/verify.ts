import { EngineError, invalidParameter, systemError, wrapped } from '../errors.ts';
import type { Controller } from '../network/controller.ts';
import { joinErrors, validateEndpointSettings } from '../network/endpoint-settings.ts';
import { checkPort, parseHostPort } from '../ports/published-ports.ts';
import { checkTmpfs } from '../volume/mount-spec.ts';
import { unknownCapability } from './capabilities.ts';
import {
  type ContainerConfig,
  type CreateOptions,
  connectedContainer,
  type HostConfig,
  type RestartPolicy,
} from './config.ts';
import { verifyHealthcheck } from './health-config.ts';
import { verifyLogConfig } from './log-config.ts';
import { checkModes } from './namespaces.ts';
import { verifyResources } from './resources.ts';
import { parseSignal } from './signals.ts';

const refuse = (message: string): EngineError => invalidParameter(message);

/** Throws for settings that no container can have (moby/daemon/container.go and runconfig). */
export function verifySettings({ config, hostConfig }: CreateOptions): void {
  verifyNetworkMode(config, hostConfig);
  verifyConfig(config);
  verifyHostConfig(hostConfig);
}

/** The shape alone, as the API's decoder checks it first (runconfig/hostconfig.go). */
function verifyNetworkMode(config: ContainerConfig, host: HostConfig): void {
  const { NetworkMode: mode } = host;
  const linked = (host.Links ?? []).length > 0;
  if (mode === 'host' && linked) throw refuse(linkConflict('host type networking'));
  const other = mode === 'container' ? '' : connectedContainer(mode);
  if (other === undefined) return;
  if (other === '') throw refuse('invalid network mode: invalid container format container:<name|id>');
  if (config.Hostname !== '') throw refuse('conflicting options: hostname and the network mode');
  if (linked) throw refuse(linkConflict('container type network'));
  if ((host.Dns ?? []).length > 0) throw refuse('conflicting options: dns and the network mode');
  if ((host.ExtraHosts ?? []).length > 0) {
    throw refuse('conflicting options: custom host-to-IP mapping and the network mode');
  }
  if (Object.keys(host.PortBindings ?? {}).length > 0 || host.PublishAllPorts) {
    throw refuse('conflicting options: port publishing and the container type network mode');
  }
  if (Object.keys(config.ExposedPorts ?? {}).length > 0) {
    throw refuse('conflicting options: port exposing and the container type network mode');
  }
}

const linkConflict = (what: string): string =>
  `conflicting options: ${what} can't be used with links. This would result in undefined behavior`;

function verifyConfig(config: ContainerConfig): void {
  if (config.WorkingDir !== '' && !config.WorkingDir.startsWith('/')) {
    throw refuse(`the working directory '${config.WorkingDir}' is invalid, it needs to be an absolute path`);
  }
  if (config.StopSignal) parseSignal(config.StopSignal);
  verifyHealthcheck(config.Healthcheck);
  for (const variable of config.Env ?? []) {
    if (variable === '' || variable.startsWith('=')) throw refuse(`invalid environment variable: ${variable}`);
  }
}

function verifyHostConfig(host: HostConfig): void {
  const { RestartPolicy: policy } = host;
  if (host.AutoRemove && policy.Name !== '' && policy.Name !== 'no') {
    throw refuse("can't create 'AutoRemove' container with restart policy");
  }
  checkTmpfs(host);
  for (const entry of host.ExtraHosts ?? []) {
    if (!entry.includes(':')) throw refuse(`bad format for add-host: "${entry}"`);
  }
  for (const [port, bindings] of Object.entries(host.PortBindings ?? {})) {
    checkPort(port.split('/')[0] ?? '');
    for (const { HostPort } of bindings ?? []) parseHostPort(HostPort);
  }
  verifyRestartPolicy(policy);
  verifyResources(host, false);
  verifyHost(host);
  verifyLogConfig(host.LogConfig);
  if ('' in (host.Annotations ?? {})) {
    throw refuse('invalid Annotations: the empty string is not permitted as an annotation key');
  }
  const unknown = unknownCapability(host);
  if (unknown !== undefined) throw refuse(`invalid ${unknown.field}: unknown capability: "${unknown.name}"`);
}

/** What only this host cannot give (verifyPlatformContainerSettings). */
function verifyHost(host: HostConfig): void {
  const { OomScoreAdj: adjustment } = host;
  checkModes(host);
  if (adjustment < -1000 || adjustment > 1000) {
    throw refuse(`Invalid value ${adjustment}, range for oom score adj is [-1000, 1000]`);
  }
  if (host.ShmSize < 0) throw refuse('SHM size can not be less than 0');
  if (!['', 'runc', 'io.containerd.runc.v2'].includes(host.Runtime)) {
    throw refuse(`unknown or invalid runtime name: ${host.Runtime}`);
  }
  if (Object.keys(host.StorageOpt ?? {}).length > 0) {
    throw refuse("--storage-opt is supported only for overlay over xfs with 'pquota' mount option");
  }
  if ((host.DeviceRequests ?? []).length > 0) {
    throw refuse('could not select device driver "" with capabilities: [[gpu]]');
  }
  for (const option of host.SecurityOpt ?? []) verifySecurityOption(option);
}

const SECURITY_OPTIONS = ['apparmor', 'label', 'no-new-privileges', 'seccomp', 'writable-cgroups'];

/** moby's parseSecurityOpt, with its numbers for the ways to be wrong. */
function verifySecurityOption(option: string): void {
  if (['no-new-privileges', 'disable'].includes(option)) return;
  const [name = ''] = option.split(/[=:]/);
  if (!/[=:]/.test(option)) throw systemError(`invalid --security-opt 1: ${JSON.stringify(option)}`);
  if (!SECURITY_OPTIONS.includes(name)) throw systemError(`invalid --security-opt 2: ${JSON.stringify(option)}`);
}

const POLICIES = ['no', 'always', 'on-failure', 'unless-stopped'];

export function verifyRestartPolicy({ Name: name, MaximumRetryCount: most }: RestartPolicy): void {
  if (name === '') return;
  if (!POLICIES.includes(name)) {
    throw refuse(
      `invalid restart policy: unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
    );
  }
  if (name === 'on-failure') {
    if (most < 0) throw refuse('invalid restart policy: maximum retry count cannot be negative');
  } else if (most !== 0) {
    const negative = most < 0 ? ' and cannot be negative' : '';
    throw refuse(`invalid restart policy: maximum retry count can only be used with 'on-failure'${negative}`);
  }
}

/** Throws all that is wrong with the endpoints asked for. */
export function verifyEndpoints(controller: Controller, options: CreateOptions): void {
  const errors: string[] = [];
  for (const [name, asked] of Object.entries(options.networkingConfig.EndpointsConfig ?? {})) {
    try {
      if (asked === null) throw refuse('EndpointsConfig is nil');
      validateEndpointSettings(name, configuredSubnets(controller, name), asked);
    } catch (error) {
      const failure = wrapped(error, `invalid config for network ${name}`);
      if (!(failure instanceof EngineError)) throw failure;
      errors.push(failure.message);
    }
  }
  if (errors.length > 0) throw refuse(joinErrors(errors));
}

function configuredSubnets(controller: Controller, name: string) {
  try {
    return controller.findNetwork(name).configuredSubnets;
  } catch {
    return undefined;
  }
}
