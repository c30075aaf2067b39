import type { TopologyInterface, TopologyNetwork } from '../../protocol.ts';
import { ownAliases, stateText } from './cards.ts';
import type { PictureNode } from './picture.ts';

export interface Fact {
  readonly name: string;
  readonly values: readonly string[];
}

/** What `inspect` or `ip address` says of a thing on the map; empty facts are left out. */
export function factsOf(node: PictureNode, networks: readonly TopologyNetwork[]): readonly Fact[] {
  return allFacts(node, networks).filter(({ values }) => values.some((value) => value !== ''));
}

function allFacts(node: PictureNode, networks: readonly TopologyNetwork[]): Fact[] {
  switch (node.kind) {
    case 'machine':
      return node.of.interfaces.map((link) => interfaceFact(link));
    case 'interface':
      return [interfaceFact(node.of), { name: 'Adresse MAC', values: [node.of.mac] }];
    case 'network':
      return networkFacts(node.of, node.interface);
    case 'container':
      return containerFacts(node.of, networks);
  }
}

const interfaceFact = ({ name, kind, up, addresses, master, lower }: TopologyInterface): Fact => ({
  name,
  values: [
    [kind, up ? 'active' : 'inactive', master ? `port de ${master}` : '', lower ? `relié à ${lower.name}` : '']
      .filter(Boolean)
      .join(', '),
    ...addresses,
  ],
});

const networkFacts = (network: TopologyNetwork, bridge: TopologyInterface | undefined): Fact[] => [
  { name: 'Pilote', values: [network.driver + (network.internal ? ', interne' : '')] },
  { name: 'Sous-réseau', values: network.subnets },
  { name: 'Passerelle', values: network.gateways },
  { name: 'Interface de l’hôte', values: [network.device ?? ''] },
  { name: 'Adresse MAC', values: [bridge?.mac ?? ''] },
  { name: 'Identifiant', values: [network.id.slice(0, 12)] },
];

type Container = Extract<PictureNode, { kind: 'container' }>['of'];

const containerFacts = (container: Container, networks: readonly TopologyNetwork[]): Fact[] => [
  { name: 'État', values: [stateText(container)] },
  { name: 'Image', values: [container.image] },
  ...container.endpoints.map(({ network, address, device }) => {
    const link = container.interfaces.find(({ name }) => name === device);
    const name = networks.find(({ id }) => id === network)?.name ?? network.slice(0, 12);
    return {
      name: `Réseau ${name}`,
      values: [address, link ? `${link.name}, ${link.mac}` : '', link?.lower ? `relié à ${link.lower.name}` : ''],
    };
  }),
  { name: 'Alias', values: ownAliases(container) },
  { name: 'Ports publiés', values: container.ports },
  { name: 'Identifiant', values: [container.id.slice(0, 12)] },
];
