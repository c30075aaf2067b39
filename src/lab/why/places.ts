import type { Topology, TopologyContainer, TopologyMachine, TopologyNetwork } from '../../sim/world.ts';

/** Whose an address is, by the topology. */
export class Places {
  readonly #machines: readonly TopologyMachine[];

  constructor({ machines }: Topology) {
    this.#machines = machines;
  }

  /** @param end an address, with or without a port */
  containerAt(end: string): TopologyContainer | undefined {
    const address = end.replace(/:\d+$/, '');
    return this.#containers.find(({ endpoints }) => endpoints.some((endpoint) => endpoint.address === address));
  }

  /** The container whose namespace has that name. */
  containerIn(namespace: string): TopologyContainer | undefined {
    return this.#containers.find((container) => container.namespace === namespace);
  }

  /** Is there still a machine, or a container, whose namespace has that name? */
  knows(namespace: string): boolean {
    return this.containerIn(namespace) !== undefined || this.#machines.some(({ name }) => name === namespace);
  }

  /** Why nobody answers for an address, by what can be seen: whose it is, with the interface that is down. */
  whySilent(address: string): 'nobody' | 'unknown' | { readonly owner: string; readonly device: string } {
    for (const machine of this.#machines) {
      const down = [machine, ...machine.containers].flatMap(({ name, interfaces }) =>
        interfaces
          .filter(({ addresses }) => addresses.some((each) => each.startsWith(`${address}/`)))
          .map((link) => ({ name, link })),
      )[0];
      if (down === undefined) continue;
      const bridge = machine.interfaces.find(({ name }) => name === this.#bridgeOf(address, machine));
      const asleep = [down.link, bridge].find((link) => link?.up === false);
      return asleep ? { owner: asleep === bridge ? machine.name : down.name, device: asleep.name } : 'unknown';
    }
    return 'nobody';
  }

  #bridgeOf(address: string, { networks }: TopologyMachine): string | undefined {
    const container = this.containerAt(address);
    const endpoint = container?.endpoints.find((each) => each.address === address);
    return networks.find(({ id }) => id === endpoint?.network)?.device;
  }

  containersNamed(name: string): readonly TopologyContainer[] {
    return this.#containers.filter(
      (container) => container.name === name || container.endpoints.some(({ aliases }) => aliases.includes(name)),
    );
  }

  networksOf({ endpoints }: TopologyContainer): readonly TopologyNetwork[] {
    const all = this.#machines.flatMap(({ networks }) => networks);
    return all.filter(({ id }) => endpoints.some(({ network }) => network === id));
  }

  /** The network whose bridge has that name. */
  networkOn(device: string): TopologyNetwork | undefined {
    return this.#machines.flatMap(({ networks }) => networks).find((network) => network.device === device);
  }

  /** `web`, or else `172.17.0.9`. */
  nameOf(end: string): string {
    return this.containerAt(end)?.name ?? end.replace(/:\d+$/, '');
  }

  /** `docker1`, or the container that lives there. */
  placeName(namespace: string): string {
    return this.containerIn(namespace)?.name ?? namespace;
  }

  /** As a sentence begins with it: « Le conteneur web », « La machine docker1 ». */
  subject(namespace: string): string {
    const container = this.containerIn(namespace);
    return container && container.networkMode !== 'host' ? `Le conteneur ${container.name}` : `La machine ${namespace}`;
  }

  /** As what happens there begins: « Dans le conteneur web », « Sur la machine docker1 ». */
  within(namespace: string): string {
    const container = this.containerIn(namespace);
    return container && container.networkMode !== 'host'
      ? `Dans le conteneur ${container.name}`
      : `Sur la machine ${namespace}`;
  }

  get #containers(): readonly TopologyContainer[] {
    return this.#machines.flatMap(({ containers }) => containers);
  }
}
