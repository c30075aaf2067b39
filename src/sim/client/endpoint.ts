import type { SocketAddress } from '../kernel/socket.ts';

/** Where the engine listens. `host` is as docker/client names it in its messages. */
export interface Endpoint {
  readonly host: string;
  readonly address: SocketAddress;
}

const DEFAULT_SOCKET = '/var/run/docker.sock';
const DEFAULT_PORT = 2375;

/** What Go's net/url refuses of a `host:port`, in its words. */
function checkAuthority(authority: string): void {
  const refuse = (why: string): Error => unresolved(`parse ${JSON.stringify(`tcp://${authority}`)}: ${why}`);
  const odd = /[^\w.:[\]%~-]/.exec(authority);
  if (odd !== null) throw refuse(`invalid character ${JSON.stringify(odd[0])} in host name`);
  if (/^\[[^\]]*$/.test(authority)) throw refuse("missing ']' in host");
  const port = /:[^:\]]*$/.exec(authority)?.[0] ?? '';
  if (!/^(:\d*)?$/.test(port)) throw refuse(`invalid port ${JSON.stringify(port)} after host`);
}

const tcpEndpoint = (rest: string): Endpoint => {
  const [authority = '', ...path] = rest.split('/');
  checkAuthority(authority);
  const [, name = '', port = ''] = /^(.*?)(?::(\d*))?$/.exec(authority) ?? [];
  const address = name === '' || name === 'localhost' ? '127.0.0.1' : name.replace(/[[\]]/g, '');
  const number = port === '' ? DEFAULT_PORT : Number(port);
  return {
    host: [`tcp://${name || 'localhost'}:${number}`, ...path].join('/'),
    address: { family: 'inet', address, port: number },
  };
};

const unresolved = (why: string): Error => new Error(`unable to resolve docker endpoint: ${why}`);

/**
 * DOCKER_HOST (or `-H`) as docker/cli's opts.ParseHost reads it; empty is the default socket. Over TCP the engine is named by
 * its IPv4 address. Throws an Error to be shown after `Failed to initialize: `.
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
  if (protocol === 'ssh')
    throw new Error('simulation : DOCKER_HOST en ssh:// n’est pas simulé (unix:// et tcp:// le sont)');
  if (protocol === 'fd') throw new Error(`unable to parse docker host \`${host}\``);
  if (protocol === 'npipe') throw new Error('protocol not available');
  throw unresolved(`invalid bind address format: ${host}`);
};
