import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { formatIpv4, parseIpv4, parseIpv6 } from '../../kernel/wire/address.ts';
import { type EngineError, invalidParameter, systemError } from '../errors.ts';
import { containsAddress, type Prefix } from '../ipam/prefix.ts';

const BAD_LISTEN = 'listen address must be an IP address or network interface (with optional port number)';
const BAD_ADVERTISE =
  'advertise address must be a non-zero IP address or network interface (with optional port number)';
const BAD_DATA_PATH = 'data path address must be a non-zero IP address or network interface (without a port number)';

/** An address that is one, or that an interface of the host has; undefined where it is neither. */
function resolve(host: NetNamespace, text: string, mayBeUnspecified: boolean): string | undefined {
  const device = host.device(text);
  if (device !== undefined) return addressOf(host, device.name);
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return mayBeUnspecified || ipv4 !== 0 ? formatIpv4(ipv4) : undefined;
  return parseIpv6(text) !== undefined && (mayBeUnspecified || text !== '::') ? text : undefined;
}

function addressOf(host: NetNamespace, device: string): string {
  const [first, second] = ipv4Addresses(host, device);
  if (first === undefined) throw invalidParameter(`interface ${device} has no usable IPv4 or IPv6 address`);
  if (second === undefined) return formatIpv4(first);
  throw invalidParameter(
    `interface ${device} has more than one IPv4 address (${formatIpv4(first)} and ${formatIpv4(second)})`,
  );
}

const ipv4Addresses = (host: NetNamespace, device: string): number[] =>
  host.addresses.of(host.deviceNamed(device)).map(({ address }) => address);

/** A host and a port, as Go's SplitHostPort takes them apart. */
function split(text: string): [host: string, port: string | undefined] {
  const [, host = text, port] = /^\[?(.*?)\]?:(\d*)$/.exec(text) ?? [];
  return [host, port];
}

/** The port to listen on. Throws for an address that is none. */
export function listenPort(host: NetNamespace, address: string): string {
  if (address === '') throw invalidParameter('invalid ListenAddr "": invalid empty address');
  const [name, port = '2377'] = split(address);
  if (resolve(host, name, true) === undefined) throw invalidParameter(BAD_LISTEN);
  return port;
}

/**
 * What other nodes are to know this one by, and its port.
 * @param docker networks that are the engine's own: an address there is not the host's
 */
export function advertiseAddress(
  host: NetNamespace,
  asked: string,
  listened: string,
  docker: readonly Prefix[],
): [address: string, port: string] {
  if (asked === '') return [systemAddress(host, docker), listened];
  const [name, port = listened] = split(asked);
  const address = resolve(host, name, false);
  if (address === undefined) throw invalidParameter(BAD_ADVERTISE);
  return [address, port];
}

/** Throws for one that is none. */
export function checkDataPath(host: NetNamespace, address: string): void {
  if (address !== '' && resolve(host, address, false) === undefined) throw invalidParameter(BAD_DATA_PATH);
}

/** The host's only address. Throws where it has none, or several. */
function systemAddress(host: NetNamespace, docker: readonly Prefix[]): string {
  let found: { readonly device: string; readonly address: number } | undefined;
  for (const { name, up, kind } of host.devices.list) {
    if (!up || kind === 'loopback') continue;
    for (const address of ipv4Addresses(host, name)) {
      if (docker.some((prefix) => containsAddress(prefix, address))) break;
      if (found !== undefined) throw severalAddresses(found, { device: name, address });
      found = { device: name, address };
    }
  }
  if (found === undefined) throw invalidParameter("could not find the system's IP address");
  return formatIpv4(found.address);
}

function severalAddresses(
  a: { readonly device: string; readonly address: number },
  b: { readonly device: string; readonly address: number },
): EngineError {
  const what = 'could not choose an IP address to advertise since this system has multiple addresses on';
  const [one, other] = [formatIpv4(a.address), formatIpv4(b.address)];
  return systemError(
    a.device === b.device
      ? `${what} interface ${a.device} (${one} and ${other})`
      : `${what} different interfaces (${one} on ${a.device} and ${other} on ${b.device})`,
  );
}
