import { Errno } from '../../errno.ts';
import type { Socket, SocketFamily } from '../../socket.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import type { TcpTable } from '../tcp/tcp-table.ts';
import type { SocketHost } from './inet-socket.ts';
import { PingSocket } from './ping-socket.ts';
import { RawSocket } from './raw-socket.ts';
import type { SocketTable } from './socket-table.ts';
import { type TcpFamily, TcpSocket } from './tcp-socket.ts';
import { UdpSocket } from './udp-socket.ts';
import type { UdpTable } from './udp-table.ts';

export interface SocketCredentials {
  /** CAP_NET_RAW. */
  readonly raw: boolean;
  /** The effective group, which `ping_group_range` is asked for. */
  readonly gid: number;
}

/** inet_create(): the sockets of one namespace, as a process with these credentials may open them. */
export function inetFamily(
  host: SocketHost,
  tables: { readonly sockets: SocketTable; readonly udp: UdpTable; readonly tcp: TcpTable },
  credentials: SocketCredentials,
): SocketFamily {
  const raw = (protocol: number): Socket => {
    if (!credentials.raw) throw new Errno('EPERM');
    if (protocol === 0) throw new Errno('EPROTONOSUPPORT');
    return new RawSocket(host, tables.sockets, protocol);
  };
  const datagram = (protocol: number): Socket => {
    if (protocol === 0 || protocol === PROTOCOL_UDP) return new UdpSocket(host, tables.udp);
    if (protocol !== PROTOCOL_ICMP) throw new Errno('EPROTONOSUPPORT');
    const [lowest, highest] = host.sysctls.pingGroupRange;
    if (credentials.gid < lowest || credentials.gid > highest) throw new Errno('EACCES');
    return new PingSocket(host, tables.sockets);
  };
  const stream = (family: TcpFamily, protocol: number): Socket => {
    if (protocol !== 0 && protocol !== PROTOCOL_TCP) throw new Errno('EPROTONOSUPPORT');
    return new TcpSocket(host, tables.tcp, family);
  };
  return {
    socket(domain, type, protocol) {
      if (type === 'stream' && (domain === 'inet' || domain === 'inet6')) return stream(domain, protocol);
      if (domain === 'inet6' && type === 'dgram' && (protocol === 0 || protocol === PROTOCOL_UDP))
        return new UdpSocket(host, tables.udp, domain);
      if (domain !== 'inet') throw new Errno('EAFNOSUPPORT');
      if (type === 'raw') return raw(protocol);
      if (type === 'dgram') return datagram(protocol);
      throw new Errno('ESOCKTNOSUPPORT');
    },
  };
}
