import { type IpAddress, parseIp } from '../../kernel/wire/ip-address.ts';
import { invalidParameter } from '../errors.ts';
import { containsAddress, IPV4, IPV6, type Prefix } from '../ipam/prefix.ts';
import { sysctlErrors } from './interface-sysctl.ts';

/** A container's endpoint on one network, as the API writes it: fields in Go's order. The first six are asked for, the rest found. */
export interface EndpointSettings {
  IPAMConfig: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] } | null;
  Links: string[] | null;
  Aliases: string[] | null;
  MacAddress: string;
  DriverOpts: Record<string, string> | null;
  GwPriority: number;
  NetworkID: string;
  EndpointID: string;
  Gateway: string;
  IPAddress: string;
  IPPrefixLen: number;
  IPv6Gateway: string;
  GlobalIPv6Address: string;
  GlobalIPv6PrefixLen: number;
  DNSNames: string[] | null;
}

/** What a container has to do with one network: kept while it is stopped, too. */
export interface Attachment {
  readonly settings: EndpointSettings;
  /** `--mac-address`; `settings.MacAddress` later holds the one that is in use. */
  readonly desiredMac: string;
  /** Was the address that `settings` show as asked for a swarm's choice? Then it is not asked for again. */
  ipamOperational?: boolean;
}

export const endpointSettings = (asked: Partial<EndpointSettings> = {}): EndpointSettings => ({
  IPAMConfig: asked.IPAMConfig ? ipamConfig(asked.IPAMConfig) : null,
  Links: asked.Links ?? null,
  Aliases: asked.Aliases ?? null,
  MacAddress: asked.MacAddress ?? '',
  DriverOpts: asked.DriverOpts ?? null,
  GwPriority: asked.GwPriority ?? 0,
  NetworkID: '',
  EndpointID: '',
  Gateway: '',
  IPAddress: '',
  IPPrefixLen: 0,
  IPv6Gateway: '',
  GlobalIPv6Address: '',
  GlobalIPv6PrefixLen: 0,
  DNSNames: null,
});

/** What is empty is not shown (Go's omitempty). */
const ipamConfig = ({ IPv4Address, IPv6Address, LinkLocalIPs }: NonNullable<EndpointSettings['IPAMConfig']>) => ({
  ...(IPv4Address && { IPv4Address }),
  ...(IPv6Address && { IPv6Address }),
  ...(LinkLocalIPs && LinkLocalIPs.length > 0 && { LinkLocalIPs }),
});

/** Forgets what only holds while the container runs (moby's cleanOperationalData). */
export function clearOperationalData({ settings, ipamOperational }: Attachment): void {
  if (ipamOperational) settings.IPAMConfig = null;
  settings.EndpointID = '';
  settings.Gateway = '';
  settings.IPAddress = '';
  settings.IPPrefixLen = 0;
  settings.IPv6Gateway = '';
  settings.GlobalIPv6Address = '';
  settings.GlobalIPv6PrefixLen = 0;
  settings.MacAddress = '';
}

/** The way out of containers whose own networks have none. */
export const GATEWAY_NETWORK = 'docker_gwbridge';

const PREDEFINED = ['', 'default', 'bridge', 'host', 'none'];

/** Is it a network that someone made, by what `--network` says? (NetworkMode.IsUserDefined) */
export const isUserDefined = (mode: string): boolean => !PREDEFINED.includes(mode) && !mode.startsWith('container:');

const MAC = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i;

/**
 * Throws what is wrong with asked-for settings (moby's validateEndpointSettings), all at once.
 * @param subnets what the network's creator chose as subnets; undefined when the network is not there (yet)
 */
export function validateEndpointSettings(
  network: string,
  subnets: readonly Prefix<IpAddress>[] | undefined,
  asked: Partial<EndpointSettings>,
): void {
  const { IPv4Address: address = '', IPv6Address: address6 = '' } = asked.IPAMConfig ?? {};
  const errors: string[] = [];
  if (!isUserDefined(network)) errors.push(...predefinedNetworkErrors(asked));
  errors.push(...addressErrors(asked));
  if (subnets !== undefined) {
    if (address !== '') errors.push(...rangeErrors(subnets.filter(isIpv4), address));
    if (address6 !== '')
      errors.push(
        ...rangeErrors(
          subnets.filter((subnet) => !isIpv4(subnet)),
          address6,
        ),
      );
  }
  if (asked.MacAddress && !MAC.test(asked.MacAddress)) {
    throw invalidParameter(`invalid MAC address ${asked.MacAddress}`);
  }
  errors.push(...sysctlErrors(asked.DriverOpts ?? {}));
  if (errors.length > 0) throw invalidParameter(`invalid endpoint settings:\n${joinErrors(errors)}`);
}

/** Several errors make a list (moby/internal/multierror). */
export const joinErrors = (errors: readonly string[]): string =>
  errors.length === 1 ? (errors[0] as string) : errors.map((error) => `* ${error}`).join('\n');

function predefinedNetworkErrors(asked: Partial<EndpointSettings>): string[] {
  const { IPv4Address = '', IPv6Address = '' } = asked.IPAMConfig ?? {};
  const errors: string[] = [];
  if (IPv4Address !== '' || IPv6Address !== '') {
    errors.push('user specified IP address is supported on user defined networks only');
  }
  if ((asked.Aliases ?? []).length > 0) {
    errors.push('network-scoped alias is supported only for containers in user defined networks');
  }
  return errors;
}

function addressErrors(asked: Partial<EndpointSettings>): string[] {
  const { IPv4Address = '', IPv6Address = '', LinkLocalIPs } = asked.IPAMConfig ?? {};
  const errors: string[] = [];
  if (IPv4Address !== '' && !IPV4.parseAddress(IPv4Address)) errors.push(`invalid IPv4 address: ${IPv4Address}`);
  const no6 = [undefined, '::'].includes(IPV6.parseAddress(IPv6Address));
  if (IPv6Address !== '' && no6) errors.push(`invalid IPv6 address: ${IPv6Address}`);
  for (const local of LinkLocalIPs ?? []) {
    if ([undefined, 0, '::'].includes(parseIp(local))) errors.push(`invalid link-local IP address: ${local}`);
  }
  return errors;
}

const isIpv4 = ({ address }: Prefix<IpAddress>): boolean => typeof address === 'number';

function rangeErrors(subnets: readonly Prefix<IpAddress>[], text: string): string[] {
  const address = parseIp(text);
  if (subnets.length === 0) {
    return ['user specified IP address is supported only when connecting to networks with user configured subnets'];
  }
  const inside = address !== undefined && subnets.some((subnet) => containsAddress(subnet, address));
  return inside ? [] : [`no configured subnet or ip-range contain the IP address ${text}`];
}
