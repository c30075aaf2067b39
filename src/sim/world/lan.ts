import { lanGateway, OUTSIDE } from '../images/lan-gateway.ts';
import { NetNamespace } from '../kernel/inet/net-namespace.ts';
import type { NetEnvironment } from '../kernel/link/environment.ts';
import { Ethernet, LanSegment } from '../kernel/link/ethernet.ts';
import { Machine } from '../kernel/machine.ts';
import type { Random } from '../kernel/random.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { Trace } from '../kernel/trace.ts';

const PREFIX = 24;
const GATEWAY = '192.168.65.1';

/** What all machines of a world are built with. */
export interface WorldParts {
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  /** A seeded generator of its own for each machine, so that one machine's chance does not move another's. */
  random(): Random;
}

export const environmentOf = ({ scheduler, trace }: WorldParts, machine: string, random: Random): NetEnvironment => ({
  machine,
  clock: scheduler.clock,
  random,
  trace,
});

/** The LAN that the Docker hosts stand on, with its gateway: DNS server and way to the outside. */
export class Lan {
  readonly segment: LanSegment;
  readonly gateway: Machine;

  constructor(parts: WorldParts) {
    this.segment = new LanSegment(environmentOf(parts, 'lan', parts.random()));
    const random = parts.random();
    const net = new NetNamespace(environmentOf(parts, 'gateway', random), 'gateway');
    net.configuration.setLink('lo', { up: true });
    this.plug(net, GATEWAY);
    net.configuration.addAddress('lo', OUTSIDE, 32);
    this.gateway = new Machine({ hostname: 'gateway', scheduler: parts.scheduler, random, net, root: lanGateway() });
    const daemon = { env: new Map(), cwd: '/', files: [] };
    this.gateway.run({ ...daemon, path: '/usr/sbin/dnsmasq', argv: ['dnsmasq'] });
    this.gateway.run({ ...daemon, path: '/usr/bin/python3', argv: ['python3', '-m', 'http.server', '80'] });
  }

  /** Gives a namespace an eth0 on this LAN. */
  plug(net: NetNamespace, address: string): void {
    const card = new Ethernet(net.environment, { name: 'eth0' });
    net.addDevice(card);
    card.plug(this.segment);
    net.configuration.addAddress('eth0', address, PREFIX);
    net.configuration.setLink('eth0', { up: true });
    if (address !== GATEWAY) net.configuration.addRoute({ destination: '0.0.0.0', prefix: 0, gateway: GATEWAY });
  }
}
