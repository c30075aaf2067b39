import { Errno } from '../errno.ts';

/** The IPv4 settings of one namespace by their names below /proc/sys/net/ipv4/, at the kernel's defaults. */
const DEFAULTS = {
  ip_forward: 0,
  ip_default_ttl: 64,
  icmp_echo_ignore_all: 0,
  icmp_echo_ignore_broadcasts: 1,
  'conf/all/rp_filter': 0,
  'conf/all/route_localnet': 0,
} as const;

export type SysctlName = keyof typeof DEFAULTS;

/** The `net.ipv4` settings of one namespace, and the two ranges, which are pairs. */
export class Sysctls {
  readonly #values: Record<SysctlName, number> = { ...DEFAULTS };
  ipLocalPortRange: readonly [number, number] = [32768, 60999];
  /** Groups that may open ping sockets; Docker opens it to all in containers. */
  pingGroupRange: readonly [number, number] = [1, 0];

  get(name: SysctlName): number {
    return this.#values[name];
  }

  /** Throws EINVAL for what is no whole number. */
  set(name: SysctlName, value: number): void {
    if (!Number.isInteger(value)) throw new Errno('EINVAL');
    this.#values[name] = value;
  }

  get names(): readonly SysctlName[] {
    return Object.keys(DEFAULTS) as SysctlName[];
  }
}
