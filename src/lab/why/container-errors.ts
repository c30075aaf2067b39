import type { Topology, TopologyContainer } from '../../sim/world.ts';
import type { KnownError } from './docker-errors.ts';
import { NBSP, quoted } from './explanation.ts';

/** All of every machine. */
export const containersOf = ({ machines }: Topology): readonly TopologyContainer[] =>
  machines.flatMap(({ containers }) => containers);

/** What the daemon says of containers, their ports and their programs. */
export const CONTAINER_ERRORS: readonly KnownError[] = [
  [
    /Bind for [\d.:[\]]*?:(\d+) failed: port is already allocated/,
    ([, port = ''], topology) => {
      const owner = containersOf(topology).find(({ ports }) => ports.some((each) => each.includes(`:${port}->`)));
      return {
        cause: `Le port ${port} de l’hôte est déjà pris${owner ? ` par le conteneur ${owner.name}` : ''}${NBSP}: un port ne mène qu’à un conteneur.`,
        command: `docker ps --filter publish=${port}`,
        lesson: 'reseaux/ports/',
      };
    },
  ],
  [
    /failed to bind host port for \S*?:(\d+):\S+: address already in use/,
    ([, port = '']) => ({
      cause: `Un programme de l’hôte écoute déjà sur le port ${port}${NBSP}: Docker ne peut pas le publier.`,
      command: 'ss -lntup',
      lesson: 'reseaux/ports/',
    }),
  ],
  [
    /failed to bind host port for (\S+?):\d+:[^:]+:\S+: cannot assign requested address/,
    ([, address = '']) => ({
      cause: `L’hôte n’a pas l’adresse ${address}${NBSP}: Docker ne peut pas y ouvrir de port.`,
      command: 'ip -br address',
      lesson: 'reseaux/ports/',
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
    /cannot join network namespace of a non running container: container (\S+) is/,
    ([, name = '']) => ({
      cause: `${name} ne tourne pas${NBSP}: il n’a pas de réseau à partager.`,
      command: 'docker ps -a',
    }),
  ],
  [
    /cannot remove container "\/?([^"]+)": container is running/,
    ([, name = '']) => ({
      cause: `Le conteneur ${name} tourne encore. Arrêtez-le d’abord, ou supprimez-le de force avec -f.`,
      command: `docker ps --filter name=${name}`,
    }),
  ],
  [
    /multiple IDs found with provided prefix: (\S+)/,
    ([, prefix = '']) => ({
      cause: `Plusieurs identifiants commencent par ${quoted(prefix)}${NBSP}: donnez-en davantage, ou un nom.`,
      command: 'docker ps -a',
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
    /[cC]ontainer (\S+) is not running/,
    ([, id = ''], topology) => {
      const container = containersOf(topology).find((each) => each.id.startsWith(id) || each.name === id);
      return { cause: `${container?.name ?? 'Ce conteneur'} est arrêté.`, command: 'docker ps -a' };
    },
  ],
  [
    /exec: "([^"]+)": executable file not found in \$PATH/,
    ([, program = '']) => ({
      cause: `Il n’y a pas de programme ${quoted(program)} dans ce conteneur${NBSP}: une image n’apporte que ce dont son service a besoin${program === 'bash' ? ', et celles qui partent d’Alpine ont sh, non bash' : ''}.`,
    }),
  ],
  [
    /[Cc]ontainer (\S+) is paused, unpause the container/,
    ([, called = ''], topology) => {
      const name = containersOf(topology).find(({ id }) => id.startsWith(called))?.name ?? called;
      return {
        cause: `${name} est en pause${NBSP}: aucun de ses processus n’avance.`,
        command: `docker unpause ${name}`,
      };
    },
  ],
  [
    /Invalid container name \((.*)\), only/,
    ([, name = '']) => ({
      cause: `${quoted(name)} n’est pas un nom de conteneur${NBSP}: il en faut deux caractères au moins, lettres sans accent, chiffres, ${quoted('_')}, ${quoted('.')} ou ${quoted('-')}, et d’abord une lettre ou un chiffre.`,
    }),
  ],
];
