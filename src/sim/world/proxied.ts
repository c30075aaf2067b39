import type { EngineOverview } from '../engine/overview.ts';

/** An address and its port: `127.0.0.1:8080`, `[::1]:8080`. */
function split(end: string): [address: string, port: string] {
  const colon = end.lastIndexOf(':');
  return [end.slice(0, colon).replace(/^\[|\]$/g, ''), end.slice(colon + 1)];
}

const ANY = ['0.0.0.0', '::'];

/** Is `local` published, and `target` what its docker-proxy opens connections to? */
export function isProxied({ containers }: EngineOverview, local: string, target: string): boolean {
  const [hostAddress, hostPort] = split(local);
  const [address, port] = split(target);
  return containers.some(
    ({ endpoints, ports }) =>
      endpoints.some((endpoint) => endpoint.address === address) &&
      ports.some((binding) => {
        const [host = '', inside] = binding.split('->');
        const [bound, boundPort] = split(host);
        return inside === `${port}/tcp` && boundPort === hostPort && (ANY.includes(bound) || bound === hostAddress);
      }),
  );
}
