import { containersOf } from './container-errors.ts';
import type { KnownError } from './docker-errors.ts';
import { NBSP, quoted } from './explanation.ts';

/** What the daemon says of containers that share a network, or are linked. */
export const SHARING_ERRORS: readonly KnownError[] = [
  [
    /joining network namespace of container: No such container: (\S+)/,
    ([, name = '']) => ({
      cause: `Il devait partager le réseau du conteneur ${quoted(name)}, et aucun conteneur ne s’appelle ainsi.`,
      command: 'docker ps -a',
    }),
  ],
  [
    /Cannot link to a non running container: \/(\S+) AS/,
    ([, name = '']) => ({
      cause: `--link demande que ${name} tourne${NBSP}: il est arrêté, et n’a pas d’adresse à donner.`,
      command: `docker start ${name}`,
      lesson: 'bridge/link/',
    }),
  ],
  [
    /container (\S+) not attached to default bridge network/,
    ([, id = ''], topology) => ({
      cause: `${containersOf(topology).find((each) => each.id === id)?.name ?? 'L’autre conteneur'} n’est pas sur le réseau bridge par défaut, le seul où --link relie ainsi. Sur un réseau que l’on a créé, les noms suffisent.`,
      lesson: 'bridge/link/',
    }),
  ],
  [
    /port publishing and the container type network mode/,
    () => ({
      cause: `Ce conteneur partage le réseau d’un autre${NBSP}: c’est cet autre qui publie des ports.`,
      command: 'docker ps',
    }),
  ],
];
