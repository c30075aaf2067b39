import { isIP, isIPv6 } from 'node:net';

export type ListenAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** What was asked for on the command line cannot be done. */
export class UsageError extends Error {}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * An address as dockerd's `--host` takes it: `unix:///path`, `tcp://HOST:PORT`, or `HOST:PORT`. Throws {@link UsageError} for
 * what is none, and for one that other machines could reach unless `allowRemote`.
 */
export function parseListenAddress(text: string, allowRemote: boolean): ListenAddress {
  if (text.startsWith('unix://')) return unixAddress(text);
  const parts = /^(?:tcp:\/\/)?(?:\[(?<v6>[^\]]*)\]|(?<name>[^:/]*)):(?<port>\d{1,5})\/?$/.exec(text)?.groups;
  if (parts === undefined) throw new UsageError(`"${text}" is no address: give 127.0.0.1:2375 or unix:///path`);
  const host = parts.v6 ?? parts.name ?? '';
  const port = Number(parts.port);
  if (parts.v6 !== undefined && !isIPv6(parts.v6)) throw new UsageError(`"${parts.v6}" is no IPv6 address`);
  if (port > 65_535) throw new UsageError(`"${text}": there is no port ${port}`);
  if (!allowRemote && !isLoopback(host)) {
    throw new UsageError(
      `"${text}": whoever can reach this address could use the daemon; give --allow-remote if they may`,
    );
  }
  return { host: host === '' ? '0.0.0.0' : host, port };
}

function unixAddress(text: string): ListenAddress {
  const path = text.slice('unix://'.length);
  if (!path.startsWith('/')) throw new UsageError(`"${text}": the path of a Unix socket begins with a slash`);
  return { path };
}

/** As `DOCKER_HOST` takes it. */
export const dockerHost = (address: ListenAddress): string => {
  if ('path' in address) return `unix://${address.path}`;
  return `tcp://${isIPv6(address.host) ? `[${address.host}]` : address.host}:${address.port}`;
};
