import type {
  Topology,
  TopologyContainer,
  TopologyInterface,
  TopologyMachine,
  TopologyNetwork,
} from '../../protocol.ts';
import { drawnNetworks, homeOf, publishedPorts, stateText } from './cards.ts';

/** The map as a nested list: the same things, for readers who do not see it or would rather read. */
export function TextMap({ topology: { machines } }: { topology: Topology }) {
  return (
    <ul class="map-text" aria-label="Le réseau, en texte">
      {machines.map((machine) => (
        <li key={machine.name}>
          {machine.name === 'gateway' ? 'Passerelle du réseau local' : `Machine ${machine.name}`}
          <MachineText machine={machine} />
        </li>
      ))}
    </ul>
  );
}

function MachineText({ machine }: { machine: TopologyMachine }) {
  const apart = machine.containers.filter((container) => homeOf(container, machine).zone !== 'network');
  return (
    <ul>
      {machine.interfaces
        .filter(({ kind }) => kind === 'ethernet')
        .map((link) => (
          <li key={link.name}>{interfaceText(link)}</li>
        ))}
      {drawnNetworks(machine).map((network) => (
        <li key={network.id}>
          {networkText(network)}
          <Members network={network} containers={machine.containers} />
        </li>
      ))}
      {apart.map((container) => (
        <li key={container.id}>{apartText(container, machine)}</li>
      ))}
    </ul>
  );
}

const interfaceText = ({ name, up, addresses }: TopologyInterface): string =>
  `Interface ${name}, ${up ? 'active' : 'inactive'}, ${addresses.join(', ') || 'sans adresse'}`;

const networkText = ({ name, driver, subnets, device, internal }: TopologyNetwork): string =>
  [`Réseau ${name}`, driver, internal ? 'interne' : '', ...subnets, device ? `interface ${device}` : '']
    .filter(Boolean)
    .join(', ');

function Members({ network, containers }: { network: TopologyNetwork; containers: readonly TopologyContainer[] }) {
  const members = containers.filter(({ endpoints }) => endpoints.some((endpoint) => endpoint.network === network.id));
  if (members.length === 0) return null;
  return (
    <ul>
      {members.map((container) => (
        <li key={container.id}>{memberText(container, network)}</li>
      ))}
    </ul>
  );
}

function memberText(container: TopologyContainer, network: TopologyNetwork): string {
  const endpoint = container.endpoints.find((candidate) => candidate.network === network.id);
  const where = [endpoint?.address, endpoint?.device].filter(Boolean);
  return [`Conteneur ${container.name}`, stateText(container), ...where, ...publishedPorts(container)].join(', ');
}

function apartText(container: TopologyContainer, machine: TopologyMachine): string {
  const where = homeOf(container, machine).zone === 'host' ? 'dans l’espace réseau de l’hôte' : 'sans réseau';
  return `Conteneur ${container.name}, ${stateText(container)}, ${where}`;
}
