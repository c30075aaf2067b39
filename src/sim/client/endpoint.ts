import type { SocketAddress } from '../kernel/socket.ts';

/** Where the engine listens. `host` is as docker/client names it in its messages. */
export interface Endpoint {
  readonly host: string;
  readonly address: SocketAddress;
}

const DEFAULT_SOCKET = '/var/run/docker.sock';
const DEFAULT_PORT = 2375;

const tcpEndpoint = (authority: string): Endpoint => {
  const [name = '', port = ''] = authority.split('/')[0]?.split(':') ?? [];
  const address = name === '' || name === 'localhost' ? '127.0.0.1' : name;
  const number = port === '' ? DEFAULT_PORT : Number(port);
  return { host: `tcp://${name || 'localhost'}:${number}`, address: { family: 'inet', address, port: number } };
};

/**
 * DOCKER_HOST (or `-H`) as docker/cli's opts.ParseHost reads it; empty is the default socket. Over TCP the engine is named by
 * its IPv4 address. Throws an Error that begins `unable to resolve docker endpoint`, to be shown after `Failed to initialize: `.
 */
export const parseHost = (text: string): Endpoint => {
  const host = text.trim();
  const cut = host.indexOf('://');
  const protocol = cut < 0 ? 'tcp' : host.slice(0, cut);
  const rest = cut < 0 ? host : host.slice(cut + 3);
  if (host === '' || protocol === 'unix') {
    const path = rest || DEFAULT_SOCKET;
    return { host: `unix://${path}`, address: { family: 'unix', path } };
  }
  if (protocol === 'tcp') return tcpEndpoint(rest);
  if (protocol === 'ssh' || protocol === 'npipe' || protocol === 'fd') {
    throw new Error(`simulation : DOCKER_HOST en ${protocol}:// n'est pas simulé (unix:// et tcp:// le sont)`);
  }
  throw new Error(`unable to resolve docker endpoint: invalid bind address format: ${host}`);
};
