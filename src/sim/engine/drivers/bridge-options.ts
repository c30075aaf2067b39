import { parseIpv4 } from '../../kernel/wire/address.ts';
import { invalidParameter } from '../errors.ts';

const PREFIX = 'com.docker.network.';
const BRIDGE = `${PREFIX}bridge.`;

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
}

/** Parses them; unknown ones are ignored, as by the real driver. Throws for values that are none. */
export function parseBridgeOptions(options: Readonly<Record<string, string>>): BridgeOptions {
  const parsed: BridgeOptions = {
    bridgeName: options[`${BRIDGE}name`] || undefined,
    mtu: integerOption(options, `${PREFIX}driver.mtu`),
    enableIcc: booleanOption(options, `${BRIDGE}enable_icc`),
    enableIpMasquerade: booleanOption(options, `${BRIDGE}enable_ip_masquerade`),
    interfacePrefix: options[`${PREFIX}container_iface_prefix`] ?? 'eth',
    hostBinding: addressOption(options, `${BRIDGE}host_binding_ipv4`),
  };
  booleanOption(options, `${BRIDGE}default_bridge`);
  return parsed;
}

const parseError = (label: string, value: string, reason: string) =>
  invalidParameter(`failed to parse ${label} value: ${value} (${reason})`);

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const FALSE = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

function booleanOption(options: Readonly<Record<string, string>>, label: string): boolean {
  const value = options[label];
  if (value === undefined || TRUE.includes(value)) return true;
  if (FALSE.includes(value)) return false;
  throw parseError(label, value, `strconv.ParseBool: parsing "${value}": invalid syntax`);
}

function integerOption(options: Readonly<Record<string, string>>, label: string): number {
  const value = options[label];
  if (value === undefined) return 0;
  if (/^[+-]?\d+$/.test(value)) return Number(value);
  throw parseError(label, value, `strconv.Atoi: parsing "${value}": invalid syntax`);
}

function addressOption(options: Readonly<Record<string, string>>, label: string): string {
  const value = options[label];
  if (value === undefined) return '0.0.0.0';
  if (parseIpv4(value) !== undefined || value.includes(':')) return value;
  throw parseError(label, value, 'nil ip');
}
