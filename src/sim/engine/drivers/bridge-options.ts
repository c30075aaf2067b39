import { parseIp } from '../../kernel/wire/ip-address.ts';
import { invalidParameter } from '../errors.ts';
import { parseBool } from '../go-bool.ts';
import { IPV4, IPV6 } from '../ipam/prefix.ts';

const PREFIX = 'com.docker.network.';
const BRIDGE = `${PREFIX}bridge.`;

/** How a network's containers are reached from outside: by published ports, by their own addresses, or not at all. */
type GatewayMode = 'nat' | 'nat-unprotected' | 'routed' | 'isolated';

const GATEWAY_MODES: readonly string[] = ['nat', 'nat-unprotected', 'routed', 'isolated'] satisfies GatewayMode[];

/** What `docker network create -o` says to the bridge driver. */
export interface BridgeOptions {
  /** The device's name; undefined: `br-` and the short id. */
  bridgeName: string | undefined;
  /** 0: left at the device's own. */
  mtu: number;
  enableIcc: boolean;
  enableIpMasquerade: boolean;
  /** `IFPREFIX0` and so on inside. */
  interfacePrefix: string;
  hostBinding: string;
  gatewayMode: GatewayMode;
  gatewayMode6: GatewayMode;
  /** The bridge gets no address. */
  inhibitIpv4: boolean;
  /** Interfaces from which containers' own addresses can be reached. */
  trustedInterfaces: readonly string[];
  /** What packets that leave have as their source; undefined: the address of the way they take. */
  hostIpv4: number | undefined;
  hostIpv6: string | undefined;
}

/** Parses them; unknown ones are ignored, as by the real driver. Throws for values that are none. */
export function parseBridgeOptions(options: Readonly<Record<string, string>>): BridgeOptions {
  const parsed: BridgeOptions = {
    bridgeName: options[`${BRIDGE}name`] || undefined,
    mtu: integerOption(options, `${PREFIX}driver.mtu`),
    enableIcc: booleanOption(options, `${BRIDGE}enable_icc`),
    enableIpMasquerade: booleanOption(options, `${BRIDGE}enable_ip_masquerade`),
    interfacePrefix: options[`${PREFIX}container_iface_prefix`] ?? 'eth',
    hostBinding: addressOption(options, `${BRIDGE}host_binding_ipv4`) ?? '0.0.0.0',
    gatewayMode: gatewayMode(options, `${BRIDGE}gateway_mode_ipv4`),
    gatewayMode6: gatewayMode(options, `${BRIDGE}gateway_mode_ipv6`),
    inhibitIpv4: booleanOption(options, `${BRIDGE}inhibit_ipv4`, false),
    trustedInterfaces: (options[`${BRIDGE}trusted_host_interfaces`] ?? '').split(':').filter((name) => name !== ''),
    hostIpv4: IPV4.parseAddress(addressOption(options, `${PREFIX}host_ipv4`) ?? ''),
    hostIpv6: IPV6.parseAddress(addressOption(options, `${PREFIX}host_ipv6`) ?? ''),
  };
  booleanOption(options, `${BRIDGE}default_bridge`);
  return parsed;
}

const parseError = (label: string, value: string, reason: string) =>
  invalidParameter(`failed to parse ${label} value: ${value} (${reason})`);

function booleanOption(options: Readonly<Record<string, string>>, label: string, otherwise = true): boolean {
  const value = options[label];
  if (value === undefined) return otherwise;
  const parsed = parseBool(value);
  if (parsed !== undefined) return parsed;
  throw parseError(label, value, `strconv.ParseBool: parsing "${value}": invalid syntax`);
}

function integerOption(options: Readonly<Record<string, string>>, label: string): number {
  const value = options[label];
  if (value === undefined) return 0;
  if (/^[+-]?\d+$/.test(value)) return Number(value);
  throw parseError(label, value, `strconv.Atoi: parsing "${value}": invalid syntax`);
}

const isGatewayMode = (text: string): text is GatewayMode => GATEWAY_MODES.includes(text);

function gatewayMode(options: Readonly<Record<string, string>>, label: string): GatewayMode {
  const value = options[label];
  if (value === undefined) return 'nat';
  if (isGatewayMode(value)) return value;
  throw parseError(label, value, `unknown gateway mode ${value}`);
}

function addressOption(options: Readonly<Record<string, string>>, label: string): string | undefined {
  const value = options[label];
  if (value === undefined) return undefined;
  if (parseIp(value) !== undefined) return value;
  throw parseError(label, value, 'nil ip');
}
