import type { NetNamespace } from '../kernel/inet/net-namespace.ts';
import { parseIpv4, parseIpv6 } from '../kernel/wire/address.ts';
import { EngineError, invalidParameter, notSimulated, systemError } from './errors.ts';
import { parsePrefix } from './ipam/prefix.ts';

/** Body of `POST /swarm/init`. */
export interface SwarmInitRequest {
  ListenAddr?: string;
  AdvertiseAddr?: string;
  DataPathAddr?: string;
  DataPathPort?: number;
  DefaultAddrPool?: string[] | null;
  SubnetSize?: number;
}

/** Body of `POST /swarm/join`. */
export interface SwarmJoinRequest extends Pick<SwarmInitRequest, 'ListenAddr' | 'DataPathAddr'> {
  RemoteAddrs?: readonly string[] | null;
  JoinToken?: string;
}

const DEFAULT_PORT = '2377';

/** `SWMTKN-1-DIGEST-SECRET` (swarmkit's ca.ParseJoinToken). */
const TOKEN = /^SWMTKN-[12]-[0-9a-z]{50}-[0-9a-z]{25}$/;

const BAD_LISTEN = 'listen address must be an IP address or network interface (with optional port number)';
const BAD_ADVERTISE =
  'advertise address must be a non-zero IP address or network interface (with optional port number)';
const BAD_DATA_PATH = 'data path address must be a non-zero IP address or network interface (without a port number)';

/** Whether an address is one, or an interface of the host that has one (moby/daemon/cluster/listen_addr.go). */
function isHostAddress(host: NetNamespace, text: string, mayBeUnspecified: boolean): boolean {
  const device = host.device(text);
  if (device !== undefined) {
    if (host.addresses.of(device).length > 0) return true;
    throw systemError(`interface ${text} has no usable IPv4 or IPv6 address`);
  }
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return mayBeUnspecified || ipv4 !== 0;
  return parseIpv6(text) !== undefined && (mayBeUnspecified || text !== '::');
}

const hostOf = (address: string): string => address.replace(/:\d*$/, '');

function checkListenAddress(host: NetNamespace, address: string): void {
  if (address === '') throw invalidParameter('invalid ListenAddr "": invalid empty address');
  const whole = address.includes(':') ? address : `${address}:${DEFAULT_PORT}`;
  if (!isHostAddress(host, hostOf(whole), true)) throw invalidParameter(BAD_LISTEN);
}

function checkDataPath(host: NetNamespace, { DataPathAddr: address = '' }: SwarmInitRequest): void {
  if (address !== '' && !isHostAddress(host, address, false)) throw invalidParameter(BAD_DATA_PATH);
}

function checkPools({ DefaultAddrPool: pools, SubnetSize: size = 24 }: SwarmInitRequest): void {
  if (!pools) return;
  if (size > 29) throw systemError(`subnet size is out of range: ${size}`);
  for (const pool of pools) {
    const prefix = parsePrefix(pool.trim());
    if (prefix === undefined) throw systemError(`invalid base pool ${pool}: invalid CIDR address: ${pool}`);
    if (size < prefix.bits) {
      throw systemError(`invalid CIDR: ${JSON.stringify(pool)}. Subnet size is too small for pool: ${size}`);
    }
  }
}

const absent = (): EngineError => notSimulated('les essaims (Swarm) ne sont pas simulés.');

/** `docker swarm init`: what is asked for is looked at as by the real engine; there is no swarm to make. */
export function initSwarm(host: NetNamespace, request: SwarmInitRequest): never {
  const { ListenAddr = '', AdvertiseAddr = '', DataPathPort: port = 0 } = request;
  checkListenAddress(host, ListenAddr);
  if (AdvertiseAddr !== '' && !isHostAddress(host, hostOf(AdvertiseAddr), false)) throw invalidParameter(BAD_ADVERTISE);
  checkDataPath(host, request);
  checkPools(request);
  if (port !== 0 && (port < 1024 || port > 49_151)) {
    throw systemError(`Datapath port number is not in valid range (1024-49151) : ${port}`);
  }
  throw absent();
}

/** `docker swarm join`. */
export function joinSwarm(host: NetNamespace, request: SwarmJoinRequest): never {
  checkListenAddress(host, request.ListenAddr ?? '');
  checkDataPath(host, request);
  const token = request.JoinToken ?? '';
  if (token !== '' && !TOKEN.test(token)) throw invalidParameter('invalid join token');
  throw absent();
}

export function leaveSwarm(): never {
  throw new EngineError('Unavailable', 'This node is not part of a swarm');
}
