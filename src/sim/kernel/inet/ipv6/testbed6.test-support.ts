import { SECOND } from '../../clock.ts';
import type { Socket } from '../../socket.ts';
import type { Task } from '../../task.ts';
import { emitIcmpv6 } from '../../wire/icmpv6.ts';
import type { NetNamespace } from '../net-namespace.ts';
import { ROOT, Testbed } from '../testbed.test-support.ts';

export const six = (address: string, port = 0, scope?: string) =>
  ({ family: 'inet6', address, port, ...(scope && { scope }) }) as const;

export const socketOf = (net: NetNamespace, type: 'raw' | 'dgram' | 'stream', protocol = 0): Socket =>
  net.socketFamily(ROOT).socket('inet6', type, protocol);

export const icmpOf = (net: NetNamespace): Socket => socketOf(net, 'raw', 58);

export function turnOn(net: NetNamespace, device: string, address: string, prefix = 64): void {
  net.ipv6.sysctls.set(`conf/${device}/disable_ipv6`, 0);
  net.netlink(true).addAddress(device, address, prefix, { nodad: true });
}

/** Two networks with a container each, routed by the host; DAD is over. */
export function bed() {
  const bed = new Testbed();
  const [near, far] = ['1', '2'].map((digit) => {
    const bridge = bed.bridge(`br${digit}`, `10.${digit}.0.1`, 24);
    turnOn(bed.host, `br${digit}`, `fd00:${digit}::1`);
    const container = bed.container(bridge, `10.${digit}.0.2`, `10.${digit}.0.1`, 24);
    turnOn(container, 'eth0', `fd00:${digit}::2`);
    container.netlink(true).addRoute({ destination: '::', prefix: 0, gateway: `fd00:${digit}::1` });
    return container;
  }) as [NetNamespace, NetNamespace];
  bed.host.ipv6.sysctls.set('conf/all/forwarding', 1);
  bed.pass(3 * SECOND);
  return { bed, near, far };
}

/** Sends an echo request; type, source and hop limit of what came back. */
export function* ping(socket: Socket, address: string, deadline: number, scope?: string, size = 56): Task<unknown> {
  const message = { type: 'echo-request', id: 7, sequence: 1, data: new Uint8Array(size) } as const;
  yield* socket.sendto(emitIcmpv6(message, '::', address), six(address, 0, scope));
  for (;;) {
    const came = yield* socket.recvfrom(deadline);
    if (came === undefined) return undefined;
    const [type = 0, code = 0] = came.data;
    if (type >= 133 || type === 128) continue;
    const from = came.from.family === 'inet6' ? came.from.address : '';
    return { type, code, from, hops: came.hopLimit, length: came.data.length };
  }
}
