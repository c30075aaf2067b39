import { isErrno } from '../../kernel/errno.ts';
import type { Machine } from '../../kernel/machine.ts';
import type { Process } from '../../kernel/process.ts';
import { formatIp } from '../../kernel/wire/ip-address.ts';
import { systemError } from '../errors.ts';
import { describeBinding, isIpv6, type PortBinding } from './port-binding.ts';

const PATH = '/usr/sbin/docker-proxy';

/** Where the proxy finds the socket that it is to listen on (cmd/docker-proxy, listenSockFd). */
const LISTEN_FD = 4;

/** Hands a bound socket to a docker-proxy of its own (libnetwork/portmapper/proxy_linux.go). Throws where there is none. */
export function startProxy(machine: Machine, parent: Process | undefined, binding: PortBinding): void {
  const { protocol, hostAddress, hostPort, address, port, socket } = binding;
  // No socket of SCTP is handed over: the proxy opens its own, and this kernel has none.
  if (protocol === 'sctp') {
    const place = isIpv6(hostAddress) ? `[${hostAddress}]` : hostAddress;
    throw systemError(
      `error starting userland proxy: failed to listen on ${place}:${hostPort}: protocol not supported`,
    );
  }
  if (socket === undefined) return;
  const host = ['-host-ip', hostAddress, '-host-port', String(hostPort)];
  const container = ['-container-ip', formatIp(address), '-container-port', String(port)];
  try {
    binding.proxy = machine.run({
      path: PATH,
      argv: [PATH, '-proto', protocol, ...host, ...container, '-use-listen-fd'],
      env: new Map(),
      cwd: '/',
      files: [[LISTEN_FD, socket]],
      ...(parent && { parent }),
    });
  } catch (error) {
    if (!isErrno(error)) throw error;
    const reason = `fork/exec ${PATH}: ${error.message.toLowerCase()}`;
    throw systemError(`failed to start userland proxy for port mapping ${describeBinding(binding)}: ${reason}`);
  }
  binding.proxy.ended.add({ wake: () => binding.proxy?.reap() });
  binding.socket = undefined;
}
