import type { TopologyNetwork } from '../../protocol.ts';
import type { PictureNode } from './picture.ts';

/** What can be done with a thing on the map: a real command, typed into a terminal. */
export interface NodeCommand {
  readonly label: string;
  readonly line: string;
  /** It stays in the foreground: it gets a terminal of its own. */
  readonly stays?: boolean;
}

/** The engine whose terminals the lab has. */
export const LAB_HOST = 'docker1';

/** The commands that a node offers. */
export function commandsOf(node: PictureNode, networks: readonly TopologyNetwork[]): readonly NodeCommand[] {
  if (node.machine !== LAB_HOST) return [];
  switch (node.kind) {
    case 'machine':
      return [
        { label: 'Ses interfaces', line: 'ip -br address' },
        { label: 'Ses routes', line: 'ip route' },
        { label: 'Son pare-feu', line: 'iptables -S' },
      ];
    case 'interface':
      return [{ label: 'L’inspecter', line: `ip address show ${node.of.name}` }];
    case 'network':
      return networkCommands(node.of);
    case 'container':
      return containerCommands(node.of, networks);
  }
}

const PREDEFINED = ['bridge', 'host', 'none'];

const networkCommands = ({ name, device, driver }: TopologyNetwork): NodeCommand[] => [
  { label: 'L’inspecter', line: `docker network inspect ${name}` },
  ...(driver === 'bridge' && device ? [{ label: 'Ses ports', line: `bridge link show master ${device}` }] : []),
  ...(PREDEFINED.includes(name) ? [] : [{ label: 'Le supprimer', line: `docker network rm ${name}` }]),
];

type Container = Extract<PictureNode, { kind: 'container' }>['of'];

function containerCommands({ name, state, endpoints }: Container, networks: readonly TopologyNetwork[]): NodeCommand[] {
  const runs = state === 'running';
  const attached = networks.filter(({ id }) => endpoints.some(({ network }) => network === id));
  const others = networks.filter((network) => network.driver === 'bridge' && !attached.includes(network));
  return [
    ...(runs ? [{ label: 'Y ouvrir un shell', line: `docker exec -it ${name} sh`, stays: true }] : []),
    { label: 'L’inspecter', line: `docker inspect ${name}` },
    ...(runs ? [{ label: 'L’arrêter', line: `docker stop ${name}` }] : []),
    ...(state === 'paused' ? [{ label: 'Le reprendre', line: `docker unpause ${name}` }] : []),
    ...(state === 'exited' || state === 'created' ? [{ label: 'Le démarrer', line: `docker start ${name}` }] : []),
    ...attached
      .filter(({ driver }) => driver !== 'host' && driver !== 'null')
      .map((network) => ({
        label: `Le déconnecter de ${network.name}`,
        line: `docker network disconnect ${network.name} ${name}`,
      })),
    ...others.slice(0, 3).map((network) => ({
      label: `Le connecter à ${network.name}`,
      line: `docker network connect ${network.name} ${name}`,
    })),
    ...(runs ? [] : [{ label: 'Le supprimer', line: `docker rm ${name}` }]),
  ];
}
