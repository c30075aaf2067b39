import type { Port } from '../../api/types/container.ts';

/** Address and port, with brackets around an IPv6 address (Go's net.JoinHostPort). */
export const joinHostPort = (host: string, port: string): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

interface Group {
  readonly ip: string;
  readonly type: string;
  first: number;
  last: number;
}

const order = (a: Port, b: Port): number =>
  a.PrivatePort - b.PrivatePort ||
  compare(a.IP ?? '', b.IP ?? '') ||
  (a.PublicPort ?? 0) - (b.PublicPort ?? 0) ||
  compare(a.Type, b.Type);

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function groupText({ ip, type, first, last }: Group): string {
  const ports = first === last ? String(first) : `${first}-${last}`;
  return ip === '' ? `${ports}/${type}` : `${joinHostPort(ip, ports)}->${ports}/${type}`;
}

/** Ports as `ps` shows them: neighbours joined to ranges, mappings to other numbers last (docker/cli's DisplayablePorts). */
export function displayablePorts(ports: readonly Port[]): string {
  const groups = new Map<string, Group>();
  const closed: string[] = [];
  const mappings: string[] = [];
  for (const { IP = '', PrivatePort, PublicPort, Type } of ports.toSorted(order)) {
    if (IP !== '' && PublicPort !== PrivatePort) {
      mappings.push(`${joinHostPort(IP, String(PublicPort))}->${PrivatePort}/${Type}`);
      continue;
    }
    const key = `${IP}/${Type}`;
    const group = groups.get(key);
    if (group !== undefined && PrivatePort === group.last + 1) group.last = PrivatePort;
    else {
      if (group !== undefined) closed.push(groupText(group));
      groups.set(key, { ip: IP, type: Type, first: PrivatePort, last: PrivatePort });
    }
  }
  return [...closed, ...[...groups.values()].map(groupText), ...mappings].join(', ');
}
