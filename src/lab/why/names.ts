import type { Exchange } from '../../sim/world.ts';
import { type Explanation, NBSP, quoted } from './explanation.ts';
import type { Places } from './places.ts';

/** A name that nobody knew. Undefined where it is answered somewhere else, or the asker is no container. */
export function explainName({ namespace, name = '', hops }: Exchange, places: Places): Explanation | undefined {
  const asker = places.containerIn(namespace);
  if (asker === undefined) return undefined;
  const networks = places.networksOf(asker);
  const wanted = places.containersNamed(name);
  const onDefault = networks.length > 0 && networks.every((network) => network.name === 'bridge');
  // Of names of the outside, the answer's own code says more than could be said here.
  if (wanted.length === 0 && name.includes('.')) return undefined;
  const common = { container: asker.name, lesson: 'reseaux/creer/' };
  if (onDefault) {
    return {
      cause: `Personne ne connaît le nom ${quoted(name)}. Le conteneur ${asker.name} est sur le réseau bridge par défaut, où Docker ne donne pas de DNS${NBSP}: un conteneur n’y connaît les autres que par leur adresse, ou par --link.`,
      command: 'cat /etc/resolv.conf',
      ...common,
    };
  }
  if (wanted.length === 0) {
    const asked = hops.some(({ event }) => event.kind === 'dns-forward') ? ', et le serveur de l’hôte non plus' : '';
    return {
      cause: `Le DNS de Docker (127.0.0.11) ne connaît pas le nom ${quoted(name)}${asked}${NBSP}: aucun conteneur ne s’appelle ainsi.`,
      command: `nslookup ${name}`,
      ...common,
    };
  }
  return elsewhere(name, wanted, networks, places, common, asker.name);
}

function elsewhere(
  name: string,
  wanted: ReturnType<Places['containersNamed']>,
  networks: ReturnType<Places['networksOf']>,
  places: Places,
  common: Pick<Explanation, 'container' | 'lesson'>,
  asker: string,
): Explanation | undefined {
  const shared = wanted.filter((container) =>
    places.networksOf(container).some((network) => networks.includes(network)),
  );
  const stopped = shared.find(({ state }) => state !== 'running');
  if (stopped) {
    return {
      cause: `Le conteneur ${stopped.name} est arrêté${NBSP}: le DNS de Docker ne donne le nom que des conteneurs en marche.`,
      command: `docker ps -a --filter name=${stopped.name}`,
      ...(common.lesson && { lesson: common.lesson }),
    };
  }
  if (shared.length > 0) return undefined;
  const theirs = [...new Set(wanted.flatMap((container) => places.networksOf(container)))].map((network) =>
    quoted(network.name),
  );
  if (theirs.length === 0) {
    return { cause: `Le conteneur ${quoted(name)} n’est connecté à aucun réseau.`, command: `docker inspect ${name}` };
  }
  const ours = networks.map((network) => quoted(network.name));
  return {
    cause: `Le conteneur ${quoted(name)} est sur le réseau ${theirs.join(', ')}, ${asker} sur ${ours.join(', ')}${NBSP}: le DNS de Docker ne donne que les noms des réseaux que l’on partage.`,
    command: `docker inspect -f '{{json .NetworkSettings.Networks}}' ${wanted[0]?.name ?? name}`,
    ...(common.lesson && { lesson: common.lesson }),
  };
}
