import type { RouteInfo } from '../kernel/netlink.ts';
import { prefixToMask } from '../kernel/wire/address.ts';

export interface RouteTableOptions {
  readonly numeric: boolean;
  /** The columns of `netstat -r`, which `route -e` shows too. */
  readonly extended: boolean;
  /** What stands for no gateway in a table with names. */
  readonly anywhere?: string;
}

function flagsOf({ gateway, prefix }: RouteInfo): string {
  return `U${gateway === undefined ? '' : 'G'}${prefix === 32 ? 'H' : ''}`;
}

/** `route` and `netstat -r`: BusyBox's and net-tools' are the same. */
export function routeTable(
  routes: readonly RouteInfo[],
  { numeric, extended, anywhere = '*' }: RouteTableOptions,
): string {
  const columns = extended ? 'Flags   MSS Window  irtt Iface' : 'Flags Metric Ref    Use Iface';
  const lines = routes.map((route) => {
    const { destination, prefix, gateway, metric, device } = route;
    const to = !numeric && prefix === 0 ? 'default' : destination;
    const through = gateway ?? (numeric ? '0.0.0.0' : anywhere);
    const head = [to, through, prefixToMask(prefix)].map((text) => text.padEnd(15)).join(' ');
    const flags = flagsOf(route);
    const tail = extended
      ? `${flags.padEnd(5)} ${'0'.padStart(5)} ${'0'.padEnd(5)} ${'0'.padStart(6)} ${device}`
      : `${flags.padEnd(5)} ${String(metric).padEnd(6)} ${'0'.padEnd(2)} ${'0'.padStart(7)} ${device}`;
    return `${head} ${tail}\n`;
  });
  return `Kernel IP routing table\nDestination     Gateway         Genmask         ${columns}\n${lines.join('')}`;
}
