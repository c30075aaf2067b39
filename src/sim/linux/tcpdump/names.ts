import type { System } from '../../kernel/syscalls.ts';
import type { Task } from '../../kernel/task.ts';
import { readConfiguration } from '../read-file.ts';
import { type HostAddress, lookUpAddress, lookUpHost } from '../resolver/host.ts';
import type { Identifiers } from './filter/identifiers.ts';
import type { Names } from './print/dissection.ts';

/** Thrown by {@link NameTable.hostName} for an address that must be looked up before its packet can be printed. */
export class UnknownAddress {
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }
}

interface Service {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

/** The names of hosts and services, as far as they were asked for (addrtoname.c). */
export class NameTable implements Names, Identifiers {
  readonly #sys: System;
  readonly #wanted: boolean;
  readonly #short: boolean;
  readonly #hosts = new Map<string, string | undefined>();
  readonly #services: readonly Service[];
  readonly #ports: ReadonlyMap<string, string>;

  private constructor(
    sys: System,
    services: readonly Service[],
    { numeric, short }: { numeric: boolean; short: boolean },
  ) {
    this.#sys = sys;
    this.#wanted = !numeric;
    this.#short = short;
    this.#services = services;
    this.#ports = new Map(services.map(({ name, protocol, port }) => [`${port}/${protocol}`, name]));
  }

  /** Reads /etc/services. `numeric` (-n): nothing that is printed has a name; `short` (-N): hosts without their domain. */
  static *open(sys: System, options: { numeric: boolean; short: boolean }): Task<NameTable> {
    const lines = (yield* readConfiguration(sys, '/etc/services')).split('\n');
    const services = lines.flatMap((line) => {
      const [name = '', place = ''] = line.replace(/#.*/, '').trim().split(/\s+/);
      const [port = '', protocol] = place.split('/');
      return protocol === undefined ? [] : [{ name, protocol, port: Number(port) }];
    });
    return new NameTable(sys, services, options);
  }

  hostName(address: string): string | undefined {
    if (!this.#wanted) return undefined;
    if (!this.#hosts.has(address)) throw new UnknownAddress(address);
    return this.#hosts.get(address);
  }

  portName(protocol: 'tcp' | 'udp', port: number): string | undefined {
    return this.#wanted ? this.#ports.get(`${port}/${protocol}`) : undefined;
  }

  /** Asks for the name of an address, once. */
  *learn(address: string): Task<void> {
    const found = address.includes(':') ? undefined : yield* lookUpAddress(this.#sys, address);
    this.#hosts.set(address, this.#short ? found?.replace(/\..*/, '') : found);
  }

  *addressesOf(host: string): Task<readonly HostAddress[]> {
    const found = yield* lookUpHost(this.#sys, host);
    return typeof found === 'string' ? [] : found.addresses;
  }

  servicesNamed(name: string): readonly { readonly protocol: string; readonly port: number }[] {
    return this.#services.filter((service) => service.name === name);
  }
}
