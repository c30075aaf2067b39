import { SECOND } from '../../kernel/clock.ts';
import { NetNamespace } from '../../kernel/inet/net-namespace.ts';
import { ping, ROOT, rawIcmp } from '../../kernel/inet/testbed.test-support.ts';
import { Ethernet, LanSegment } from '../../kernel/link/ethernet.ts';
import type { Task } from '../../kernel/task.ts';
import { emitIcmpv6 } from '../../kernel/wire/icmpv6.ts';
import { PROTOCOL_ICMPV6 } from '../../kernel/wire/ipv6.ts';
import { failure, TestEngine } from '../test-engine.test-support.ts';

const ECHO_REPLY = 129;

export const NEIGHBOUR = '192.168.65.1';
// Without a range, the engine would give away addresses that the LAN's machines have.
export const IPAM = { Config: [{ Subnet: '192.168.65.0/24', IPRange: '192.168.65.200/29', Gateway: NEIGHBOUR }] };

/** An engine whose host has an eth0, 192.168.65.3, on a LAN with one neighbour. */
export class LanEngine extends TestEngine {
  readonly host: NetNamespace = this.machine.namespaces.net;
  readonly neighbour = new NetNamespace(this.host.environment, 'neighbour');
  readonly #segment = new LanSegment(this.host.environment);

  readonly #driver: string;

  constructor(driver: string) {
    super();
    this.#driver = driver;
    this.#plug(this.host, '192.168.65.3');
    this.#plug(this.neighbour, NEIGHBOUR);
  }

  #plug(net: NetNamespace, address: string): void {
    const card = new Ethernet(net.environment, { name: 'eth0' });
    net.addDevice(card);
    card.plug(this.#segment);
    net.configuration.addAddress('eth0', address, 24);
    net.configuration.setLink('eth0', { up: true });
  }

  /** `docker network create -d DRIVER`, on eth0 where nothing else is said. */
  network(name: string, options: Record<string, string> = { parent: 'eth0' }, more: object = {}): string {
    const request = { Name: name, Driver: this.#driver, Options: options, ...more };
    return this.call(this.engine.createNetwork(request)).Id;
  }

  refused(options: Record<string, string>, more: object = {}): string {
    return failure(() => this.network('bad', options, more));
  }

  /** A running container on that network: its namespace. */
  on(network: string, name: string, mac?: string): NetNamespace {
    const networks = mac === undefined ? {} : { [network]: { MacAddress: mac } };
    this.run({ name, host: { NetworkMode: network }, networks });
    const { Pid } = this.inspect(name).State;
    const process = this.machine.processes().find(({ pid }) => pid === Pid);
    if (process === undefined) throw new Error('it does not run');
    return process.namespaces.net;
  }

  answers(from: NetNamespace, address: string): boolean {
    const deadline = this.machine.clock.now + SECOND;
    if (address.includes(':')) return this.call(ping6(from, address, deadline), 2);
    return this.call(ping(rawIcmp(from), address, { deadline }), 2) !== undefined;
  }

  links(): string[] {
    return this.host
      .netlink(true)
      .links()
      .map(({ name }) => name);
  }
}

export const defaultGateway = (net: NetNamespace): string | undefined =>
  net
    .netlink(true)
    .routes()
    .find(({ prefix }) => prefix === 0)?.gateway;

/** Does an echo reply come back? */
function* ping6(from: NetNamespace, address: string, deadline: number): Task<boolean> {
  const socket = from.socketFamily(ROOT).socket('inet6', 'raw', PROTOCOL_ICMPV6);
  const message = { type: 'echo-request', id: 7, sequence: 1, data: new Uint8Array(8) } as const;
  yield* socket.sendto(emitIcmpv6(message, '::', address), { family: 'inet6', address, port: 0 });
  for (;;) {
    const came = yield* socket.recvfrom(deadline);
    if (came === undefined) return false;
    if (came.data[0] === ECHO_REPLY) return true;
  }
}
