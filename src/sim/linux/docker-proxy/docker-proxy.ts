import type { Program } from '../../kernel/syscalls.ts';
import { type Frontend, parseFrontend } from './frontend.ts';
import { tcpProxy } from './tcp-proxy.ts';
import { udpProxy } from './udp-proxy.ts';

/** Where dockerd leaves the bound socket (listenSockFd). */
const LISTEN_FD = 4;

/** docker-proxy: what reaches a published port other than by NAT is relayed to the container (moby/cmd/docker-proxy). */
export const dockerProxy: Program = function* (sys) {
  sys.signal('SIGPIPE', 'ignore');
  const parsed = parseFrontend(sys.argv.slice(1));
  if ('error' in parsed) {
    yield* sys.write(2, `${parsed.error}\n`);
    return 2;
  }
  const fd = parsed.useListenFd ? LISTEN_FD : open(sys, parsed);
  const backend = { family: familyOf(parsed.containerIp), address: parsed.containerIp, port: parsed.containerPort };
  yield* parsed.protocol === 'tcp' ? tcpProxy(sys, fd, backend) : udpProxy(sys, fd, backend);
  return 0;
};

const familyOf = (address: string): 'inet' | 'inet6' => (address.includes(':') ? 'inet6' : 'inet');

/** Its own socket, for one that is started by hand. */
function open(sys: Parameters<Program>[0], { protocol, hostIp, hostPort }: Frontend): number {
  const family = familyOf(hostIp);
  const fd = sys.socket(family, protocol === 'tcp' ? 'stream' : 'dgram');
  sys.setsockopt(fd, { reuseAddress: true, ...(family === 'inet6' && { v6only: true }) });
  sys.bind(fd, { family, address: hostIp, port: hostPort });
  if (protocol === 'tcp') sys.listen(fd);
  return fd;
}
