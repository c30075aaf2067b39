import { Errno } from '../errno.ts';
import { forgetFlows } from '../flow/flow.ts';

/** The IPv4 settings of one namespace by their names below /proc/sys/net/ipv4/, at the kernel's defaults. */
const DEFAULTS = {
  ip_forward: 0,
  ip_default_ttl: 64,
  icmp_echo_ignore_all: 0,
  icmp_echo_ignore_broadcasts: 1,
  tcp_syn_retries: 6,
} as const;

/** Where not any number will do (proc_dou8vec_minmax in net/ipv4/sysctl_net_ipv4.c). */
const BOUNDS: Readonly<Partial<Record<string, readonly [least: number, most: number]>>> = {
  ip_default_ttl: [1, 255],
  icmp_echo_ignore_all: [0, 1],
  icmp_echo_ignore_broadcasts: [0, 1],
  tcp_syn_retries: [1, 127],
};

/** What each device has below conf/, and `all` and `default` have besides (net/ipv4/devinet.c). */
const DEVICE_DEFAULTS = {
  accept_local: 0,
  accept_redirects: 1,
  accept_source_route: 0,
  arp_accept: 0,
  arp_announce: 0,
  arp_evict_nocarrier: 1,
  arp_filter: 0,
  arp_ignore: 0,
  arp_notify: 0,
  bc_forwarding: 0,
  bootp_relay: 0,
  disable_policy: 0,
  disable_xfrm: 0,
  drop_gratuitous_arp: 0,
  drop_unicast_in_l2_multicast: 0,
  force_igmp_version: 0,
  forwarding: 0,
  igmpv2_unsolicited_report_interval: 10_000,
  igmpv3_unsolicited_report_interval: 1000,
  ignore_routes_with_linkdown: 0,
  log_martians: 0,
  mc_forwarding: 0,
  medium_id: 0,
  promote_secondaries: 0,
  proxy_arp: 0,
  proxy_arp_pvlan: 0,
  route_localnet: 0,
  rp_filter: 0,
  secure_redirects: 1,
  send_redirects: 1,
  shared_media: 1,
  src_valid_mark: 0,
  tag: 0,
} as const;

type DeviceKey = keyof typeof DEVICE_DEFAULTS;

export type SysctlName = keyof typeof DEFAULTS | `conf/${string}/${DeviceKey}`;

/** Who has settings without being a device. */
const GENERAL = ['all', 'default'];

const deviceKeys = Object.keys(DEVICE_DEFAULTS) as DeviceKey[];

/** The `net.ipv4` settings of one namespace, and the two ranges, which are pairs. */
export class Sysctls {
  readonly #values = new Map<string, number>();
  /** Was any device's setting ever changed? */
  #devicesDiffer = false;
  readonly #devices: () => readonly string[];
  ipLocalPortRange: readonly [number, number] = [32768, 60999];
  /** Groups that may open ping sockets; Docker opens it to all in containers. */
  pingGroupRange: readonly [number, number] = [1, 0];

  /** @param devices the names of those that have settings of their own */
  constructor(devices: () => readonly string[]) {
    this.#devices = devices;
  }

  /** What was set, or what a new device would start with. */
  get(name: SysctlName): number {
    const own = this.#values.get(name) ?? DEFAULTS[name as keyof typeof DEFAULTS];
    if (own !== undefined) return own;
    const key = name.slice(name.lastIndexOf('/') + 1) as DeviceKey;
    const common = name.startsWith('conf/all/') ? undefined : this.#values.get(`conf/default/${key}`);
    return common ?? (key === 'forwarding' ? this.get('ip_forward') : DEVICE_DEFAULTS[key]);
  }

  /** Asked for each packet: does the device's namespace pass on what comes in there? */
  forwards(device: string): boolean {
    return this.get(this.#devicesDiffer ? `conf/${device}/forwarding` : 'ip_forward') !== 0;
  }

  /** Asked for each packet: the stricter of what holds for a device and for all (IN_DEV_MAXCONF). */
  most(device: string, key: DeviceKey): number {
    if (!this.#devicesDiffer) return DEVICE_DEFAULTS[key];
    return Math.max(this.get(`conf/all/${key}`), this.get(`conf/${device}/${key}`));
  }

  /** Throws EINVAL for what is no whole number of 32 bits, or out of the setting's bounds. Whether the namespace forwards, all its devices follow. */
  set(name: SysctlName, value: number): void {
    const [least, most] = BOUNDS[name] ?? [-0x8000_0000, 0x7fff_ffff];
    if (!Number.isInteger(value) || value < least || value > most) throw new Errno('EINVAL');
    const forwarding = name === 'ip_forward' || name === 'conf/all/forwarding';
    if (forwarding) for (const key of this.#values.keys()) if (key.endsWith('/forwarding')) this.#values.delete(key);
    this.#devicesDiffer ||= !forwarding && name.startsWith('conf/');
    this.#values.set(forwarding ? 'ip_forward' : name, value);
    forgetFlows();
  }

  /** A device of this name is gone, and its settings with it. */
  forget(device: string): void {
    for (const key of deviceKeys) this.#values.delete(`conf/${device}/${key}`);
    forgetFlows();
  }

  get names(): readonly SysctlName[] {
    const general = Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[];
    const owners = [...GENERAL, ...this.#devices()];
    return [...general, ...owners.flatMap((owner) => deviceKeys.map((key) => `conf/${owner}/${key}` as const))];
  }
}
