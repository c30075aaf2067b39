import type { ContainerConfig, HostConfig } from '../container/config.ts';
import { invalidParameter } from '../errors.ts';

export type PortProtocol = 'tcp' | 'udp' | 'sctp';

/** What `-p` asks for: a container's port on the host (libnetwork/types.PortBinding). */
export interface PublishedPort {
  readonly protocol: PortProtocol;
  readonly port: number;
  /** Empty: the network's default. */
  readonly hostAddress: string;
  /** From the first to the last; both 0: the engine's choice. */
  readonly hostPort: number;
  readonly hostPortEnd: number;
}

const MAXIMUM = 65_535;

/** As `80/tcp`. */
export function parsePort(text: string): { readonly port: number; readonly protocol: string } {
  const [number = '', protocol = 'tcp'] = text.split('/');
  return { port: Number(number), protocol: protocol.toLowerCase() };
}

/** Throws unless `text` is one port, or empty. */
export function checkPort(text: string): void {
  if (text.includes('-')) throw invalidParameter(`invalid port specification: "${text}"`);
  parseHostPort(text);
}

/** As `8080`, `8080-8090`, or empty. Throws for what is none of these (daemon/container.go, validatePortBindings). */
export function parseHostPort(text: string): readonly [first: number, last: number] {
  if (text === '') return [0, 0];
  const [, start = '', end = start] = /^(\d+)(?:-(\d+))?(?:\/\w*)?$/.exec(text) ?? [];
  const [first, last] = [Number(start), Number(end)];
  if (start === '' || last > MAXIMUM || first > last) throw invalidParameter(`invalid port specification: "${text}"`);
  return [first, last];
}

/** All that a container is to be reached by from outside (daemon/network.go, buildPortsRelatedCreateEndpointOptions). */
export function publishedPorts(config: ContainerConfig, host: HostConfig): PublishedPort[] {
  return Object.keys(config.ExposedPorts ?? {}).flatMap((key) => {
    const { port, protocol } = parsePort(key);
    if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp') return [];
    const bindings = host.PortBindings?.[key] ?? [];
    if (bindings.length === 0 && host.PublishAllPorts) {
      return [{ protocol, port, hostAddress: '', hostPort: 0, hostPortEnd: 0 }];
    }
    return bindings.map(({ HostIp, HostPort }) => {
      const [hostPort, hostPortEnd] = parseHostPort(HostPort);
      return { protocol, port, hostAddress: HostIp, hostPort, hostPortEnd };
    });
  });
}

const isRange = ({ hostPort, hostPortEnd }: PublishedPort): boolean => hostPort === 0 || hostPort !== hostPortEnd;

const NUMBERS: Readonly<Record<PortProtocol, number>> = { tcp: 6, udp: 17, sctp: 132 };

/** Host ports that were chosen first, ranges after them; what differs in its address only stands together (cmpPortBinding). */
export function inOrder(ports: readonly PublishedPort[]): PublishedPort[] {
  return ports.toSorted(
    (a, b) =>
      Number(isRange(a)) - Number(isRange(b)) ||
      a.port - b.port ||
      NUMBERS[a.protocol] - NUMBERS[b.protocol] ||
      a.hostPort - b.hostPort ||
      a.hostPortEnd - b.hostPortEnd ||
      compareAddresses(a.hostAddress, b.hostAddress),
  );
}

function compareAddresses(a: string, b: string): number {
  if (a.includes(':') !== b.includes(':')) return a.includes(':') ? 1 : -1;
  const [mine, theirs] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < 4; i++) {
    const difference = (mine[i] ?? 0) - (theirs[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : Number(a > b);
}

/** Do they differ in their host address only? Then they get the same port (needSamePort). */
export const needSamePort = (a: PublishedPort, b: PublishedPort): boolean =>
  a.port === b.port && a.protocol === b.protocol && a.hostPort === b.hostPort && a.hostPortEnd === b.hostPortEnd;
