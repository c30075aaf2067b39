import { Errno } from '../../errno.ts';
import { CONF, GENERAL } from './sysctl-defaults.ts';

type Key = keyof typeof CONF;

/** As below /proc/sys/net/ipv6/: `conf/eth0/disable_ipv6`, `icmp/echo_ignore_all`. */
export type Ipv6SysctlName = string;

const nameOf = (owner: string, key: Key): Ipv6SysctlName => `conf/${owner}/${key}`;
/** Whose a setting is, and its last name; what is nobody's keeps its whole one. */
function partsOf(name: Ipv6SysctlName): { readonly owner: string; readonly key: string } {
  const [conf, owner, key] = name.split('/');
  return conf === 'conf' && owner !== undefined && key !== undefined ? { owner, key } : { owner: '', key: name };
}

/** What set for all is set for each device at once (addrconf_fixup_forwarding, addrconf_disable_ipv6). */
const SPREAD: ReadonlySet<string> = new Set<Key>(['disable_ipv6', 'forwarding', 'ignore_routes_with_linkdown']);
const LOOPBACK: Partial<Record<Key, number>> = { accept_dad: -1, use_tempaddr: -1 };
const ALL: Partial<Record<Key, number>> = { accept_dad: 0 };

interface SettledDevice {
  readonly name: string;
  readonly mtu: number;
}

/** The `net.ipv6` settings of one namespace, at the kernel's defaults where nobody changed them. */
export class Ipv6Sysctls {
  /** What was set, by whose it is (`all`, `default`, a device, or '' for what is nobody's) and by its last name. */
  readonly #values = new Map<string, Readonly<Record<string, number>>>();
  readonly #devices: () => readonly SettledDevice[];
  readonly #changed: (owner: string, key: string) => void;

  /** @param devices those that have settings of their own; `changed` is called once a setting is another one */
  constructor(devices: () => readonly SettledDevice[], changed: (owner: string, key: string) => void) {
    this.#devices = devices;
    this.#changed = changed;
  }

  of(device: string, key: Key): number {
    return this.#values.get(device)?.[key] ?? this.#default(device, key);
  }

  #default(owner: string, key: Key): number {
    // The device's own, until someone sets another one (addrconf_notify()).
    if (key === 'mtu') return this.#devices().find(({ name }) => name === owner)?.mtu ?? CONF.mtu;
    const special = owner === 'lo' ? LOOPBACK[key] : owner === 'all' ? ALL[key] : undefined;
    return special ?? CONF[key];
  }

  /** A device of this name is new: it starts with what is set for `default` now. */
  adopt(device: string): void {
    const values = this.#values.get('default');
    if (values) this.#values.set(device, { ...this.#values.get(device), ...values });
  }

  /** Throws ENOENT where there is no such setting. */
  get(name: Ipv6SysctlName): number {
    const { owner, key } = partsOf(name);
    if (owner !== '' && key in CONF) return this.of(owner, key as Key);
    const value = this.#values.get(owner)?.[key] ?? GENERAL[name];
    if (value === undefined) throw new Errno('ENOENT');
    return value;
  }

  /** Throws EINVAL for what is no whole number. */
  set(name: Ipv6SysctlName, value: number): void {
    const { owner, key } = partsOf(name);
    this.setOf(owner, key, value);
  }

  /** The same by whose it is, `all`, `default` or a device. */
  setOf(owner: string, key: string, value: number): void {
    if (!Number.isInteger(value)) throw new Errno('EINVAL');
    const others = owner === 'all' && SPREAD.has(key) ? ['all', 'default', ...this.#names] : [];
    for (const each of [owner, ...others]) {
      this.#store(each, key, value);
      this.#changed(each, key);
    }
  }

  #store(owner: string, key: string, value: number): void {
    this.#values.set(owner, { ...this.#values.get(owner), [key]: value });
  }

  /** A device of this name is gone, and its settings with it. */
  forget(device: string): void {
    this.#values.delete(device);
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
