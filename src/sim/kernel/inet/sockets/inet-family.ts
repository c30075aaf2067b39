import { Errno } from '../../errno.ts';
import type { Socket, SocketFamily } from '../../socket.ts';
import { PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP } from '../../wire/ipv4.ts';
import { PROTOCOL_ICMPV6 } from '../../wire/ipv6.ts';
import type { TcpTable } from '../tcp/tcp-table.ts';
import type { InetDomain, SocketHost } from './inet-socket.ts';
import { PingSocket } from './ping-socket.ts';
import { RawSocket } from './raw-socket.ts';
import type { SocketTable } from './socket-table.ts';
import { TcpSocket } from './tcp-socket.ts';
import { UdpSocket } from './udp-socket.ts';
import type { UdpTable } from './udp-table.ts';

export interface SocketCredentials {
  /** CAP_NET_RAW. */
  readonly raw: boolean;
  /** The effective group, which `ping_group_range` is asked for. */
  readonly gid: number;
}

const PING = { inet: PROTOCOL_ICMP, inet6: PROTOCOL_ICMPV6 } as const;

/** inet_create(), inet6_create(): the sockets of one namespace, as a process with these credentials may open them. */
export function inetFamily(
  host: SocketHost,
  tables: {
    readonly sockets: Readonly<Record<InetDomain, SocketTable>>;
    readonly udp: UdpTable;
    readonly tcp: TcpTable;
  },
  credentials: SocketCredentials,
): SocketFamily {
  const raw = (domain: InetDomain, protocol: number): Socket => {
    if (!credentials.raw) throw new Errno('EPERM');
    if (protocol === 0) throw new Errno('EPROTONOSUPPORT');
    return new RawSocket(host, tables.sockets[domain], domain, protocol);
  };
  const datagram = (domain: InetDomain, protocol: number): Socket => {
    if (protocol === 0 || protocol === PROTOCOL_UDP) return new UdpSocket(host, tables.udp, domain);
    if (protocol !== PING[domain]) throw new Errno('EPROTONOSUPPORT');
    const [lowest, highest] = host.sysctls.pingGroupRange;
    if (credentials.gid < lowest || credentials.gid > highest) throw new Errno('EACCES');
    return new PingSocket(host, tables.sockets[domain], domain);
  };
  const stream = (family: InetDomain, protocol: number): Socket => {
    if (protocol !== 0 && protocol !== PROTOCOL_TCP) throw new Errno('EPROTONOSUPPORT');
    return new TcpSocket(host, tables.tcp, family);
  };
  return {
    socket(domain, type, protocol) {
      if (domain !== 'inet' && domain !== 'inet6') throw new Errno('EAFNOSUPPORT');
      if (type === 'stream') return stream(domain, protocol);
      if (type === 'raw') return raw(domain, protocol);
      if (type === 'dgram') return datagram(domain, protocol);
      throw new Errno('ESOCKTNOSUPPORT');
    },
  };
}
