import { Errno } from '../errno.ts';
import { forgetFlows } from '../flow/flow.ts';
import type { NetDevice } from '../link/device.ts';

/** IFNAMSIZ, with its final zero. */
const NAME_LIMIT = 16;

/** dev_valid_name(). */
const isValidName = (name: string): boolean =>
  name !== '' && name.length < NAME_LIMIT && name !== '.' && name !== '..' && !/[/:\s]/.test(name);

/** The devices of one namespace by name and index. */
export class DeviceTable {
  readonly #byName = new Map<string, NetDevice>();
  readonly #indexes = new Set<number>();
  #lastIndex = 0;

  find(name: string): NetDevice | undefined {
    return this.#byName.get(name);
  }

  /** By index. */
  get list(): readonly NetDevice[] {
    return [...this.#byName.values()].sort((a, b) => a.index - b.index);
  }

  /** Throws EEXIST where the name is taken, EINVAL where it is none. */
  checkName(name: string): void {
    if (!isValidName(name)) throw new Errno('EINVAL');
    if (this.#byName.has(name)) throw new Errno('EEXIST');
  }

  /** Takes a device in; it keeps its index where that is free here. */
  add(device: NetDevice, name: string): void {
    this.checkName(name);
    if (device.index === 0 || this.#indexes.has(device.index)) device.index = this.#nextIndex();
    this.#indexes.add(device.index);
    this.#name(device, name);
  }

  #name(device: NetDevice, name: string): void {
    device.name = name;
    this.#byName.set(name, device);
    forgetFlows();
  }

  #nextIndex(): number {
    do this.#lastIndex++;
    while (this.#indexes.has(this.#lastIndex));
    return this.#lastIndex;
  }

  rename(device: NetDevice, name: string): void {
    if (name === device.name) return;
    this.checkName(name);
    this.#byName.delete(device.name);
    this.#name(device, name);
  }

  remove(device: NetDevice): void {
    if (this.#byName.get(device.name) !== device) return;
    this.#byName.delete(device.name);
    this.#indexes.delete(device.index);
  }
}
