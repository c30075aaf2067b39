import type { NetDevice } from '../link/device.ts';
import type { AddressInfo } from '../netlink.ts';
import { bytesToIpv6, macToBytes } from '../wire/address.ts';

/** The link-local address that the kernel makes of a MAC (RFC 4291, appendix A). */
function linkLocal(mac: string): string {
  const [first = 0, ...rest] = macToBytes(mac);
  const identifier = [first ^ 2, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)];
  return bytesToIpv6(Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, ...identifier));
}

/**
 * The IPv6 addresses that devices get by themselves. There is no IPv6 stack behind them yet: they are listed, and
 * nothing is sent from or to them.
 */
export class Ipv6Addresses {
  /** Devices with net.ipv6.conf.NAME.disable_ipv6 = 1. */
  readonly #disabled = new Set<NetDevice>();
  /** Devices that had a carrier while up: they keep the address as long as they are up. */
  readonly #configured = new Set<NetDevice>();

  disable(device: NetDevice): void {
    this.#disabled.add(device);
  }

  /** To be called when a device's state has changed. */
  changed(device: NetDevice): void {
    if (!device.up) this.#configured.delete(device);
    else if (device.carrier) this.#configured.add(device);
  }

  forget(device: NetDevice): void {
    this.#disabled.delete(device);
    this.#configured.delete(device);
  }

  of(device: NetDevice): readonly AddressInfo[] {
    if (this.#disabled.has(device) || !this.#configured.has(device)) return [];
    const common = { device: device.name, family: 'inet6' } as const;
    if (device.kind === 'loopback') return [{ ...common, address: '::1', prefix: 128, scope: 'host' }];
    return [{ ...common, address: linkLocal(device.mac), prefix: 64, scope: 'link' }];
  }
}
