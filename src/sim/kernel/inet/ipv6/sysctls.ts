import { Errno } from '../../errno.ts';
import { CONF, GENERAL } from './sysctl-defaults.ts';

type Key = keyof typeof CONF;

/** As below /proc/sys/net/ipv6/: `conf/eth0/disable_ipv6`, `icmp/echo_ignore_all`. */
export type Ipv6SysctlName = string;

const nameOf = (owner: string, key: Key): Ipv6SysctlName => `conf/${owner}/${key}`;
/** What set for all is set for each device at once (addrconf_fixup_forwarding, addrconf_disable_ipv6). */
const SPREAD: ReadonlySet<string> = new Set<Key>(['disable_ipv6', 'forwarding', 'ignore_routes_with_linkdown']);
const DEFAULT = 'conf/default/';
const LOOPBACK: Partial<Record<Key, number>> = { accept_dad: -1, use_tempaddr: -1 };
const ALL: Partial<Record<Key, number>> = { accept_dad: 0 };

interface SettledDevice {
  readonly name: string;
  readonly mtu: number;
}

/** The `net.ipv6` settings of one namespace, at the kernel's defaults where nobody changed them. */
export class Ipv6Sysctls {
  readonly #values = new Map<Ipv6SysctlName, number>();
  readonly #devices: () => readonly SettledDevice[];
  readonly #changed: (name: Ipv6SysctlName) => void;

  /** @param devices those that have settings of their own; `changed` is called once a setting is another one */
  constructor(devices: () => readonly SettledDevice[], changed: (name: Ipv6SysctlName) => void) {
    this.#devices = devices;
    this.#changed = changed;
  }

  of(device: string, key: Key): number {
    return this.#values.get(nameOf(device, key)) ?? this.#default(device, key);
  }

  #default(owner: string, key: Key): number {
    // The device's own, until someone sets another one (addrconf_notify()).
    if (key === 'mtu') return this.#devices().find(({ name }) => name === owner)?.mtu ?? CONF.mtu;
    const special = owner === 'lo' ? LOOPBACK[key] : owner === 'all' ? ALL[key] : undefined;
    return special ?? CONF[key];
  }

  /** A device of this name is new: it starts with what is set for `default` now. */
  adopt(device: string): void {
    for (const [name, value] of [...this.#values])
      if (name.startsWith(DEFAULT)) this.#values.set(`conf/${device}/${name.slice(DEFAULT.length)}`, value);
  }

  /** Throws ENOENT where there is no such setting. */
  get(name: Ipv6SysctlName): number {
    const [conf, owner, key] = name.split('/');
    if (conf === 'conf' && owner !== undefined && key !== undefined && key in CONF) return this.of(owner, key as Key);
    const value = this.#values.get(name) ?? GENERAL[name];
    if (value === undefined) throw new Errno('ENOENT');
    return value;
  }

  /** Throws EINVAL for what is no whole number. */
  set(name: Ipv6SysctlName, value: number): void {
    if (!Number.isInteger(value)) throw new Errno('EINVAL');
    const [, owner, key = ''] = name.split('/');
    const owners = owner === 'all' && SPREAD.has(key) ? ['all', 'default', ...this.#names] : [];
    for (const each of [name, ...owners.map((device) => nameOf(device, key as Key))]) {
      this.#values.set(each, value);
      this.#changed(each);
    }
  }

  /** A device of this name is gone, and its settings with it. */
  forget(device: string): void {
    for (const name of [...this.#values.keys()]) if (name.startsWith(`conf/${device}/`)) this.#values.delete(name);
  }

  get #names(): string[] {
    return this.#devices().map(({ name }) => name);
  }

  get names(): readonly Ipv6SysctlName[] {
    const owners = ['all', 'default', ...this.#names];
    const keys = Object.keys(CONF) as Key[];
    return [...Object.keys(GENERAL), ...owners.flatMap((owner) => keys.map((key) => nameOf(owner, key)))];
  }
}
