import type { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import type { NetDevice } from '../../kernel/link/device.ts';
import { systemError } from '../errors.ts';

const OPTION = 'com.docker.network.endpoint.sysctls';

const FAMILIES = ['ipv4', 'ipv6', 'mpls'];

/** What an endpoint's options set, each as `net.ipv4.conf.IFNAME.KEY=VALUE`. */
export const interfaceSysctls = (options: Readonly<Record<string, string>>): readonly string[] =>
  options[OPTION]?.split(',') ?? [];

/** What is wrong with those that are no interface's (validateEndpointSettings). */
export function sysctlErrors(options: Readonly<Record<string, string>>): string[] {
  const isInterface = (sysctl: string): boolean => {
    const [, family = '', , name = '', key] = sysctl.split('.');
    return key !== undefined && FAMILIES.includes(family) && /^(IFNAME|ifname)$/.test(name);
  };
  const wrong = interfaceSysctls(options).filter((sysctl) => !isInterface(sysctl));
  return wrong.map(
    (sysctl) =>
      `unrecognised network interface sysctl '${sysctl}'; represent 'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', 'X' must be 'ipv4', 'ipv6' or 'mpls'`,
  );
}

/** Sets one on a device of the namespace (libnetwork/osl setSysctls). Throws for what is no setting of a device. */
export function setInterfaceSysctl(namespace: NetNamespace, { name: device }: NetDevice, sysctl: string): void {
  const [key = '', value] = sysctl.split(/=(.*)/s);
  if (value === undefined) throw systemError(`expected sysctl '${sysctl}' to have format name=value`);
  const parts = key.split('.');
  if (parts.length !== 5) throw systemError(`expected sysctl '${sysctl}' to have format net.X.Y.IFNAME.Z`);
  const [net = '', family = '', group = '', , setting = ''] = parts;
  const path = `/proc/sys/${net}/${family}/${group}/${device}/${setting}`;
  const write = writerOf(namespace, path);
  if (write === undefined) throw systemError(`${path} is not a sysctl file`);
  try {
    write(Number(value));
  } catch {
    throw systemError(`unable to write to '${path}': write ${path}: invalid argument`);
  }
}

/** What sets the sysctl of that path; undefined where there is none. */
function writerOf({ sysctls, ipv6 }: NetNamespace, path: string): ((value: number) => void) | undefined {
  const name = sysctls.names.find((known) => `/proc/sys/net/ipv4/${known}` === path);
  if (name !== undefined) return (value) => sysctls.set(name, value);
  const name6 = ipv6.sysctls.names.find((known) => `/proc/sys/net/ipv6/${known}` === path);
  return name6 === undefined ? undefined : (value) => ipv6.sysctls.set(name6, value);
}
