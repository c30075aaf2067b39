import { invalidParameter } from './engine-error.ts';
import type {
  ContainerConfig,
  ContainerCreateRequest,
  HostConfig,
  NetworkingConfig,
} from './types/container-config.ts';
import { emptyConfig, emptyHostConfig } from './zero-config.ts';

/** `given`'s own members over Go's zero values; members that Go does not know are ignored, as its decoder does. */
const overZero = <T extends object>(zero: T, given: Partial<Record<keyof T, unknown>>): T => {
  const known = Object.entries(given).filter(([key, value]) => key in zero && value !== undefined);
  return { ...zero, ...Object.fromEntries(known) };
};

const isEmpty = (value: object | null | undefined): boolean =>
  value === null || value === undefined || Object.keys(value).length === 0;

/** moby's runconfig validateNetContainerMode: what a container that shares another's network cannot have of its own. */
const checkContainerMode = (config: ContainerConfig, host: HostConfig): void => {
  if (host.NetworkMode !== 'container' && !host.NetworkMode.startsWith('container:')) return;
  if (host.NetworkMode.slice('container:'.length) === '') {
    throw invalidParameter('invalid network mode: invalid container format container:<name|id>');
  }
  const conflicts: readonly (readonly [boolean, string])[] = [
    [config.Hostname !== '', 'hostname and the network mode'],
    [!isEmpty(host.Links), "container type network can't be used with links. This would result in undefined behavior"],
    [!isEmpty(host.Dns), 'dns and the network mode'],
    [!isEmpty(host.ExtraHosts), 'custom host-to-IP mapping and the network mode'],
    [!isEmpty(host.PortBindings) || host.PublishAllPorts, 'port publishing and the container type network mode'],
    [!isEmpty(config.ExposedPorts), 'port exposing and the container type network mode'],
  ];
  const conflict = conflicts.find(([conflicting]) => conflicting)?.[1];
  if (conflict !== undefined) throw invalidParameter(`conflicting options: ${conflict}`);
};

/** moby's runconfig decodeContainerConfig. */
const checkHostConfig = (config: ContainerConfig, host: HostConfig): void => {
  checkContainerMode(config, host);
  if (host.UTSMode === 'host' && config.Hostname !== '') {
    throw invalidParameter('conflicting options: hostname and the UTS mode');
  }
  if (host.NetworkMode === 'host' && !isEmpty(host.Links)) {
    throw invalidParameter(
      "conflicting options: host type networking can't be used with links. This would result in undefined behavior",
    );
  }
  if (host.Isolation !== '' && host.Isolation.toLowerCase() !== 'default') {
    throw invalidParameter(`invalid isolation (${host.Isolation}): linux only supports 'default'`);
  }
  if (host.CpuShares < 0) {
    throw invalidParameter(`invalid CPU shares (${host.CpuShares}): value must be a positive integer`);
  }
};

/** The platform's default network takes the place of the mode `default`. */
const settleNetworkMode = (host: HostConfig, networking: NetworkingConfig): void => {
  if (host.NetworkMode !== '' && host.NetworkMode !== 'default') return;
  host.NetworkMode = 'bridge';
  const endpoints = networking.EndpointsConfig;
  const endpoint = endpoints?.default;
  if (!endpoints || endpoint === undefined) return;
  delete endpoints.default;
  endpoints.bridge = endpoint;
};

/** moby's handleMACAddressBC: the container-wide address goes to the main network's endpoint. Returns a warning. */
const settleMacAddress = (
  config: ContainerConfig,
  host: HostConfig,
  networking: NetworkingConfig,
): string | undefined => {
  const address = config.MacAddress;
  config.MacAddress = undefined;
  if (!address) return undefined;
  const mode = host.NetworkMode;
  if (mode !== 'host' && mode !== 'none' && !mode.startsWith('container:')) {
    networking.EndpointsConfig ??= {};
    const endpoints = networking.EndpointsConfig;
    if (isEmpty(endpoints)) endpoints[mode] = {};
    const endpoint = endpoints[mode];
    if (!endpoint) {
      throw invalidParameter(
        'unable to migrate container-wide MAC address to a specific network: HostConfig.NetworkMode must match the identity of a network in NetworkSettings.Networks',
      );
    }
    if (endpoint.MacAddress && endpoint.MacAddress !== address) {
      throw invalidParameter(
        'the container-wide MAC address must match the endpoint-specific MAC address for the main network, or be left empty',
      );
    }
    endpoint.MacAddress = address;
  }
  return 'The container-wide MacAddress field is now deprecated. It should be specified in EndpointsConfig instead.';
};

export interface ContainerRequest {
  config: ContainerConfig;
  hostConfig: HostConfig;
  networkingConfig: NetworkingConfig;
  warnings: string[];
}

/** The body of `POST /containers/create`, completed and checked as moby's router does before it asks the daemon. */
export const decodeContainerRequest = (request: ContainerCreateRequest): ContainerRequest => {
  const { HostConfig: host, NetworkingConfig: networking, ...own } = request;
  if (Object.keys(own).length === 0) {
    throw invalidParameter('config cannot be empty in order to create a container');
  }
  const config = overZero(emptyConfig(), own);
  const hostConfig = overZero(emptyHostConfig(), host ?? {});
  checkHostConfig(config, hostConfig);
  const networkingConfig: NetworkingConfig = { EndpointsConfig: { ...networking?.EndpointsConfig } };
  settleNetworkMode(hostConfig, networkingConfig);
  const warning = settleMacAddress(config, hostConfig, networkingConfig);
  if (hostConfig.PidsLimit !== null && hostConfig.PidsLimit <= 0) hostConfig.PidsLimit = null;
  return { config, hostConfig, networkingConfig, warnings: warning === undefined ? [] : [warning] };
};
