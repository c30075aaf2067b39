import type { Topology, TopologyContainer } from '../../sim/world.ts';
import { type Explanation, NBSP, quoted } from './explanation.ts';

type Explain = (found: readonly string[], topology: Topology) => Explanation | undefined;

const containersOf = ({ machines }: Topology): readonly TopologyContainer[] =>
  machines.flatMap(({ containers }) => containers);

/** What Docker's client or a resolver prints, and what it means. The first that is found in the output counts. */
const ERRORS: readonly (readonly [RegExp, Explain])[] = [
  [
    /Bind for [\d.:[\]]*?:(\d+) failed: port is already allocated/,
    ([, port = ''], topology) => {
      const owner = containersOf(topology).find(({ ports }) => ports.some((each) => each.includes(`:${port}->`)));
      return {
        cause: `Le port ${port} de l’hôte est déjà pris${owner ? ` par le conteneur ${owner.name}` : ''}${NBSP}: un port ne mène qu’à un conteneur.`,
        command: `docker ps --filter publish=${port}`,
      };
    },
  ],
  [
    /network (?:with name )?(\S+) already exists/,
    ([, name = '']) => ({
      cause: `Un réseau s’appelle déjà ${quoted(name)}, et Docker n’en veut pas deux du même nom.`,
      command: `docker network inspect ${name}`,
    }),
  ],
  [
    /The container name "\/?([^"]+)" is already in use/,
    ([, name = '']) => ({
      cause: `Un conteneur s’appelle déjà ${quoted(name)}, peut-être arrêté${NBSP}: son nom reste pris tant qu’il n’est pas supprimé.`,
      command: `docker ps -a --filter name=${name}`,
    }),
  ],
  [
    /error while removing network: network (\S+) .*has active endpoints/,
    ([, name = '']) => ({
      cause: `Des conteneurs sont encore connectés au réseau ${quoted(name)}${NBSP}: arrêtez-les ou déconnectez-les d’abord.`,
      command: `docker network inspect -f '{{json .Containers}}' ${name}`,
    }),
  ],
  [
    /No such container: (\S+)/,
    ([, name = '']) => ({
      cause: `Aucun conteneur ne s’appelle ${quoted(name)}, même arrêté.`,
      command: 'docker ps -a',
    }),
  ],
  [
    /network (\S+) not found/,
    ([, name = '']) => ({ cause: `Aucun réseau ne s’appelle ${quoted(name)}.`, command: 'docker network ls' }),
  ],
  [
    /container networking: Address already in use/,
    () => ({
      cause: 'L’adresse demandée est déjà prise sur ce réseau, par un conteneur ou par sa passerelle.',
      command:
        "docker network ls -q | xargs docker network inspect -f '{{.Name}} {{json .IPAM.Config}} {{json .Containers}}'",
    }),
  ],
  [
    /Pool overlaps with other one on this address space/,
    () => ({
      cause: 'Le sous-réseau demandé en recouvre un autre, que Docker a déjà donné.',
      command: "docker network ls -q | xargs docker network inspect -f '{{.Name}} {{json .IPAM.Config}}'",
    }),
  ],
  [
    /container (\S+) is not running|Container (\S+) is not running/,
    ([, one, another], topology) => {
      const id = (one ?? another ?? '').slice(0, 12);
      const container = containersOf(topology).find((each) => each.id.startsWith(id) || each.name === id);
      return { cause: `${container?.name ?? 'Ce conteneur'} est arrêté.`, command: 'docker ps -a' };
    },
  ],
];

/** A line by which the daemon refuses; what other programs print may look alike. */
const REFUSAL = /^(?:docker: )?Error response from daemon: .*/gm;

/** What an error that Docker printed means; undefined for those that say enough, or are not known. */
export function explainDockerError(printed: string, topology: Topology): Explanation | undefined {
  const output = (printed.match(REFUSAL) ?? []).join('\n');
  for (const [pattern, explain] of ERRORS) {
    const found = pattern.exec(output);
    if (found) return explain(found, topology);
  }
  return undefined;
}
