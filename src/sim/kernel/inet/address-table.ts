import { Errno } from '../errno.ts';
import { forgetFlows } from '../flow/flow.ts';
import type { NetDevice } from '../link/device.ts';

/** The mask of a prefix length as an unsigned number. */
export const maskOf = (prefix: number): number => (prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0);

/** Is `address` in `network`/`mask`? All unsigned 32-bit numbers. */
export const matches = (address: number, network: number, mask: number): boolean => ((address ^ network) & mask) === 0;

export const LOOPBACK_ADDRESS = 0x7f000001;
export const LIMITED_BROADCAST = 0xffffffff;
export const isLoopback = (address: number): boolean => address >>> 24 === 127;
export const isMulticast = (address: number): boolean => address >>> 28 === 0xe;

/** An IPv4 address on a device (struct in_ifaddr). */
export interface InterfaceAddress {
  readonly device: NetDevice;
  readonly address: number;
  readonly prefix: number;
  readonly mask: number;
  readonly broadcast: number | undefined;
  readonly scope: 'global' | 'link' | 'host';
  /** Where it is not the device's name. */
  readonly label?: string;
}

/** Of two addresses of one device in the same subnet, the later one is secondary. */
export const sharesSubnet = (a: InterfaceAddress, b: Pick<InterfaceAddress, 'prefix' | 'address' | 'mask'>): boolean =>
  a.prefix === b.prefix && ((a.address ^ b.address) & b.mask) === 0;

const NONE: readonly InterfaceAddress[] = [];

type AddressType = 'local' | 'broadcast' | 'multicast' | 'unicast';

/** The IPv4 addresses of one namespace, and what they make of a destination: the kernel's `local` routing table. */
export class AddressTable {
  #list: InterfaceAddress[] = [];
  /** Those of `lo` beside 127.0.0.0/8. */
  #loopbacks: InterfaceAddress[] = [];
  /** How often anything about them has changed. */
  changes = 0;
  /** Own addresses and broadcast addresses of devices that are up; by signed numbers, which a Map finds quickest. */
  #types: Map<number, 'local' | 'broadcast'> | undefined;

  /** In the order they were added. */
  get list(): readonly InterfaceAddress[] {
    return this.#list;
  }

  of(device: NetDevice): readonly InterfaceAddress[] {
    let own: InterfaceAddress[] | undefined;
    for (const entry of this.#list) {
      if (entry.device !== device) continue;
      if (own === undefined) own = [entry];
      else own.push(entry);
    }
    return own ?? NONE;
  }

  /** Throws EEXIST where the device has this address with this prefix. */
  add(entry: Omit<InterfaceAddress, 'mask' | 'scope'>): InterfaceAddress {
    if (this.find(entry.device, entry.address, entry.prefix)) throw new Errno('EEXIST');
    const scope = isLoopback(entry.address) ? 'host' : 'global';
    const added: InterfaceAddress = { ...entry, mask: maskOf(entry.prefix), scope };
    this.#list.push(added);
    this.refresh();
    return added;
  }

  find(device: NetDevice, address: number, prefix: number): InterfaceAddress | undefined {
    return this.#list.find((entry) => entry.device === device && entry.address === address && entry.prefix === prefix);
  }

  remove(entry: InterfaceAddress): void {
    this.#list = this.#list.filter((other) => other !== entry);
    this.refresh();
  }

  removeDevice(device: NetDevice): void {
    this.#list = this.#list.filter((entry) => entry.device !== device);
    this.refresh();
  }

  /** To be called when a device has gone up or down. */
  refresh(): void {
    this.changes++;
    forgetFlows();
    this.#types = undefined;
    this.#loopbacks = [];
  }

  /** Made once somebody asks: an engine that starts adds hundreds of addresses before. */
  #typed(): Map<number, 'local' | 'broadcast'> {
    const types = new Map<number, 'local' | 'broadcast'>();
    this.#loopbacks = [];
    for (const entry of this.#list) {
      const { device, address, mask, broadcast, prefix } = entry;
      if (!device.up) continue;
      if (device.kind === 'loopback' && !isLoopback(address) && prefix < 32) this.#loopbacks.push(entry);
      if (broadcast !== undefined) types.set(broadcast | 0, 'broadcast');
      if (prefix < 31 && device.kind !== 'loopback') types.set(address | ~mask, 'broadcast');
    }
    for (const entry of this.#list) if (entry.device.up) types.set(entry.address | 0, 'local');
    this.#types = types;
    return types;
  }

  /** The source address for what goes to an own one: the same, but all of 127.0.0.0/8 is spoken to from 127.0.0.1. */
  localSource(address: number): number {
    if ((this.#types ?? this.#typed()).get(address | 0) === 'local') return address;
    return this.#loopbackOf(address)?.address ?? LOOPBACK_ADDRESS;
  }

  typeOf(address: number): AddressType {
    const types = this.#types ?? this.#typed();
    const type = types.get(address | 0);
    if (type !== undefined) return type;
    if (isLoopback(address) && types.has(LOOPBACK_ADDRESS)) return 'local';
    if (this.#loopbackOf(address)) return 'local';
    if (address === LIMITED_BROADCAST) return 'broadcast';
    return isMulticast(address) ? 'multicast' : 'unicast';
  }

  isLocal(address: number): boolean {
    return this.typeOf(address) === 'local';
  }

  /** The whole subnet of an address of `lo` is local (fib_add_ifaddr). */
  #loopbackOf(address: number): InterfaceAddress | undefined {
    return this.#loopbacks.find((entry) => matches(address, entry.address, entry.mask));
  }

  /** inet_select_addr(): the address to speak with from `device`, best one in the subnet of `towards`. */
  select(device: NetDevice, towards?: number): number | undefined {
    let first: number | undefined;
    for (const entry of this.#list) {
      if (entry.device !== device) continue;
      if (towards !== undefined && matches(towards, entry.address, entry.mask)) return entry.address;
      first ??= entry.address;
    }
    return first ?? this.#list.find((entry) => entry.scope === 'global' && entry.device.up)?.address;
  }
}
