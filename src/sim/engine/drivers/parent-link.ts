import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { Dummy } from '../../kernel/link/dummy.ts';
import { Vlan } from '../../kernel/link/vlan.ts';
import { systemError } from '../errors.ts';
import { goError } from './go-error.ts';

/** The device that stands in where no parent was given: containers reach each other by it, and nothing else. */
export function createDummyLink(host: NetNamespace, name: string): void {
  host.addDevice(new Dummy(host.environment, name));
  host.netlink(true).setLink(name, { up: true });
}

/**
 * Makes the sub-interface that a name like `eth0.10` means. Throws for other names, ids and parents, and leaves nothing
 * then (macvlan_setup.go, ipvlan_setup.go).
 */
export function createVlanLink(host: NetNamespace, name: string, driver: string): void {
  const { parent, id } = parseVlan(host, name);
  const device = host.deviceNamed(parent);
  try {
    host.addDevice(new Vlan(host.environment, { name, parent: device, id }));
  } catch (error) {
    throw systemError(`failed to create ${name} vlan link: ${goError(error)}`);
  }
  try {
    host.netlink(true).setLink(name, { up: true });
  } catch (error) {
    host.deleteDevice(name);
    throw systemError(`failed to enable ${name} the ${driver} parent link ${goError(error)}`);
  }
}

function parseVlan(host: NetNamespace, name: string): { parent: string; id: number } {
  const [parent = '', id = '', ...more] = name.split('.');
  if (!name.includes('.')) {
    throw systemError(`invalid subinterface vlan name ${name}, example formatting is eth0.10`);
  }
  if (more.length > 0) {
    throw systemError(
      `required interface name format is: name.vlan_id, ex. eth0.10 for vlan 10, instead received ${name}`,
    );
  }
  if (!/^[+-]?\d+$/.test(id)) {
    throw systemError(`unable to parse a valid vlan id from: ${id} (ex. eth0.10 for vlan 10)`);
  }
  if (host.device(parent) === undefined) throw systemError(`-o parent interface was not found on the host: ${parent}`);
  if (Number(id) < 1 || Number(id) > 4094) {
    throw systemError(`vlan id must be between 1-4094, received: ${Number(id)}`);
  }
  return { parent, id: Number(id) };
}
