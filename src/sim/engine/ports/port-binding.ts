import type { Process } from '../../kernel/process.ts';
import type { Socket } from '../../kernel/socket.ts';
import { formatIp, type IpAddress } from '../../kernel/wire/ip-address.ts';
import type { PublishedPort } from './published-ports.ts';

/** A published port on its way to one address of the host. */
export interface BindingRequest extends PublishedPort {
  /** The container's. */
  readonly address: IpAddress;
  /** Is that address routed to? Then no port of the host leads there. */
  readonly routed: boolean;
}

/** A port of the host that leads to a container's. */
export interface PortBinding extends BindingRequest {
  /** Keeps the port until the proxy has it. */
  socket: Socket | undefined;
  proxy: Process | undefined;
}

export const isIpv6 = (address: string): boolean => address.includes(':');

/** As Docker's messages have it: `0.0.0.0:8080:172.17.0.2:80/tcp` (libnetwork/types). */
export function describeBinding(binding: BindingRequest): string {
  const { hostAddress, hostPort, hostPortEnd, address, port, protocol } = binding;
  const host = isIpv6(hostAddress) ? `[${hostAddress}]` : hostAddress;
  const range = hostPort === hostPortEnd ? '' : `-${hostPortEnd}`;
  const target = typeof address === 'number' ? formatIp(address) : `[${address}]`;
  return `${host}:${hostPort === 0 ? '' : `${hostPort}${range}`}:${target}:${port}/${protocol}`;
}
