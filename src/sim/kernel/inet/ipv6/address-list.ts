import { Errno } from '../../errno.ts';
import type { NetDevice } from '../../link/device.ts';
import { ANY, bitsOf, commonPrefix, isLinkLocal, isMulticast, isScoped, LOOPBACK } from './address.ts';

/** An IPv6 address on a device (struct inet6_ifaddr). */
export interface Ipv6Address {
  readonly device: NetDevice;
  readonly address: string;
  readonly prefix: number;
  readonly scope: 'global' | 'link' | 'host';
  /** Nobody else may have it: no duplicate address detection (IFA_F_NODAD). */
  readonly nodad: boolean;
  /** Made by the kernel of the MAC, or for lo (IFAPROT_KERNEL_*). */
  readonly automatic: boolean;
  /** Not known yet to be nobody else's: neither spoken from nor answered for (IFA_F_TENTATIVE). */
  tentative: boolean;
  /** Somebody else has it (IFA_F_DADFAILED). */
  failed: boolean;
}

const scopeOf = (address: string): Ipv6Address['scope'] =>
  address === LOOPBACK ? 'host' : isLinkLocal(address) ? 'link' : 'global';

const NONE: readonly Ipv6Address[] = [];

/** The IPv6 addresses of one namespace, and what they make of a destination. */
export class Ipv6AddressList {
  #list: Ipv6Address[] = [];
  /** The same by device: a host with a thousand veths asks for one's all the time. */
  readonly #byDevice = new Map<NetDevice, readonly Ipv6Address[]>();

  of(device: NetDevice): readonly Ipv6Address[] {
    return this.#byDevice.get(device) ?? NONE;
  }

  find(device: NetDevice, address: string): Ipv6Address | undefined {
    return this.of(device).find((entry) => entry.address === address);
  }

  /** Keeps a device's addresses by scope, the wider first, and the younger first among equals (ipv6_link_dev_addr). Throws EEXIST. */
  add(wanted: Pick<Ipv6Address, 'device' | 'address' | 'prefix' | 'nodad' | 'automatic'>): Ipv6Address {
    if (this.find(wanted.device, wanted.address)) throw new Errno('EEXIST');
    const entry: Ipv6Address = { ...wanted, scope: scopeOf(wanted.address), tentative: true, failed: false };
    const rank = RANKS[entry.scope];
    const own = this.of(entry.device);
    if (own === NONE) {
      this.#list.push(entry);
      this.#byDevice.set(entry.device, [entry]);
      return entry;
    }
    const next = own.find((other) => RANKS[other.scope] <= rank);
    this.#list.splice(next ? this.#list.indexOf(next) : this.#list.length, 0, entry);
    this.#byDevice.set(entry.device, own.toSpliced(next ? own.indexOf(next) : own.length, 0, entry));
    return entry;
  }

  has(entry: Ipv6Address): boolean {
    return this.of(entry.device).includes(entry);
  }

  remove(entry: Ipv6Address): void {
    this.#list = this.#list.filter((other) => other !== entry);
    const rest = this.of(entry.device).filter((other) => other !== entry);
    if (rest.length > 0) this.#byDevice.set(entry.device, rest);
    else this.#byDevice.delete(entry.device);
  }

  /** Is it one of ours that can be used? One of a link's own counts there only. */
  isLocal(address: string, device?: NetDevice): boolean {
    return this.#list.some(
      (entry) =>
        entry.address === address &&
        !entry.tentative &&
        (device === undefined || entry.device === device || entry.scope !== 'link'),
    );
  }

  /** `unspecified` and groups are nobody's; what is not ours is `unicast`. */
  typeOf(address: string, device?: NetDevice): 'local' | 'multicast' | 'unicast' {
    if (isMulticast(address)) return 'multicast';
    return this.isLocal(address, device) ? 'local' : 'unicast';
  }

  /** The link-local address of a device, once it can be used. */
  linkLocal(device: NetDevice): string | undefined {
    return this.of(device).find((entry) => entry.scope === 'link' && !entry.tentative)?.address;
  }

  /** Source address selection (RFC 6724 §5, rules 1, 2, 5 and 8): for `towards`, to leave by `device`. */
  select(device: NetDevice, towards: string): string | undefined {
    const narrow = isScoped(towards) || towards === ANY;
    const target = bitsOf(towards);
    let best: { readonly address: string; readonly score: number } | undefined;
    for (const entry of this.#list) {
      if (entry.tentative || (entry.scope !== 'global' && entry.device !== device)) continue;
      const fits = narrow === (entry.scope === 'link') ? 1000 : 0;
      const score = fits + (entry.device === device ? 500 : 0) + commonPrefix(bitsOf(entry.address), target);
      if (best === undefined || score > best.score) best = { address: entry.address, score };
    }
    return best?.address;
  }
}

const RANKS = { global: 2, link: 1, host: 0 } as const;
