import type { KnownError } from './docker-errors.ts';
import { NBSP, quoted } from './explanation.ts';

const OF_ALL_NETWORKS =
  "docker network ls -q | xargs docker network inspect -f '{{.Name}} {{json .IPAM.Config}} {{json .Containers}}'";
const OWN = 'reseaux/creer/';
const JOINED = 'reseaux/isoler/';

/** What the daemon says of networks and addresses. */
export const NETWORK_ERRORS: readonly KnownError[] = [
  [
    /network (?:with name )?(\S+) already exists/,
    ([, name = '']) => ({
      cause: `Un réseau s’appelle déjà ${quoted(name)}, et Docker n’en veut pas deux du même nom.`,
      command: `docker network inspect ${name}`,
      lesson: OWN,
    }),
  ],
  [
    /error while removing network: network (\S+) .*has active endpoints/,
    ([, name = '']) => ({
      cause: `Des conteneurs sont encore connectés au réseau ${quoted(name)}${NBSP}: arrêtez-les ou déconnectez-les d’abord.`,
      command: `docker network inspect -f '{{json .Containers}}' ${name}`,
      lesson: JOINED,
    }),
  ],
  [
    /(\S+) is a pre-defined network and cannot be removed/,
    ([, name = '']) => ({
      cause: `Le réseau ${quoted(name)} est l’un des trois que Docker crée lui-même${NBSP}: on ne les supprime pas.`,
      command: 'docker network ls',
    }),
  ],
  [
    /network (\S+) not found/,
    ([, name = '']) => ({
      cause: `Aucun réseau ne s’appelle ${quoted(name)}.`,
      command: 'docker network ls',
      lesson: OWN,
    }),
  ],
  [
    /endpoint with name (\S+) already exists in network (\S+)/,
    ([, container = '', network = '']) => ({
      cause: `Le conteneur ${container} est déjà connecté au réseau ${quoted(network)}.`,
      command: `docker network inspect -f '{{json .Containers}}' ${network}`,
      lesson: JOINED,
    }),
  ],
  [
    /container \S+ is not connected to network (\S+)/,
    ([, network = '']) => ({
      cause: `Ce conteneur n’est pas connecté au réseau ${quoted(network)}${NBSP}: il n’y a rien à déconnecter.`,
      command: `docker network inspect -f '{{json .Containers}}' ${network}`,
      lesson: JOINED,
    }),
  ],
  [
    /container sharing network namespace with another container or host cannot be connected to any other network/,
    () => ({
      cause: `Ce conteneur n’a pas de réseau à lui${NBSP}: il emploie celui de l’hôte ou d’un autre conteneur. On ne peut donc pas lui en ajouter.`,
      command: "docker ps -q | xargs docker inspect -f '{{.Name}} {{.HostConfig.NetworkMode}}'",
      lesson: 'introduction/drivers/',
    }),
  ],
  [
    /container cannot be connected to multiple networks with one of the networks in private \(none\) mode/,
    () => ({
      cause: `Le réseau none veut dire ${quoted('aucun réseau')}${NBSP}: il ne se combine avec aucun autre.`,
      lesson: 'introduction/drivers/',
    }),
  ],
  [
    /cannot connect container to host network - container must be created in host network mode/,
    () => ({
      cause: `Le réseau host se choisit au lancement, avec --network host${NBSP}: un conteneur qui a déjà son propre réseau ne peut plus y entrer.`,
      lesson: 'introduction/drivers/',
    }),
  ],
  [
    /user specified IP address is supported on user defined networks only/,
    () => ({
      cause:
        'Une adresse ne se choisit pas sur le réseau bridge par défaut. Créez un réseau à vous, avec l’option --subnet.',
      command: 'docker network create --help',
      lesson: JOINED,
    }),
  ],
  [
    /user specified IP address is supported only when connecting to networks with user configured subnets/,
    () => ({
      cause: `Docker a choisi lui-même le sous-réseau de ce réseau, et pourrait en changer${NBSP}: une adresse ne s’y choisit donc pas. Créez le réseau avec l’option --subnet.`,
      command: 'docker network create --help',
      lesson: JOINED,
    }),
  ],
  [
    /no configured subnet or ip-range contain the IP address (\S+)/,
    ([, address = '']) => ({
      cause: `L’adresse ${address} n’est pas dans le sous-réseau de ce réseau.`,
      command: "docker network ls -q | xargs docker network inspect -f '{{.Name}} {{json .IPAM.Config}}'",
      lesson: JOINED,
    }),
  ],
  [
    /Address already in use$/m,
    () => ({
      cause: 'L’adresse demandée est déjà prise sur ce réseau, par un conteneur ou par sa passerelle.',
      command: OF_ALL_NETWORKS,
      lesson: JOINED,
    }),
  ],
  [
    /no available IPv4 addresses on this network's address pools: (\S+)/,
    ([, name = '']) => ({
      cause: `Le réseau ${quoted(name)} n’a plus d’adresse libre${NBSP}: son sous-réseau est trop petit pour tous ses conteneurs.`,
      command: `docker network inspect -f '{{json .IPAM.Config}} {{json .Containers}}' ${name}`,
      lesson: JOINED,
    }),
  ],
  [
    /Pool overlaps with other one on this address space/,
    () => ({
      cause: 'Le sous-réseau demandé en recouvre un autre, que Docker a déjà donné.',
      command: "docker network ls -q | xargs docker network inspect -f '{{.Name}} {{json .IPAM.Config}}'",
      lesson: JOINED,
    }),
  ],
  [
    /all predefined address pools have been fully subnetted/,
    () => ({
      cause:
        'Docker a donné tous les sous-réseaux dont il dispose. Supprimez des réseaux qui ne servent plus, ou choisissez vous-même des adresses avec --subnet.',
      command: 'docker network ls',
      lesson: JOINED,
    }),
  ],
  [
    /This node is not a swarm manager|cannot create a swarm scoped network when swarm is not active/,
    () => ({
      cause: 'Cette commande demande un essaim (Swarm), et ce moteur n’en dirige aucun.',
      command: "docker info -f '{{.Swarm.LocalNodeState}}'",
      lesson: 'introduction/drivers/',
    }),
  ],
  [
    /operation is not permitted on predefined (\S+) network/,
    ([, name = '']) => ({
      cause: `${quoted(name)} est un réseau que Docker fournit${NBSP}: son nom est réservé, choisissez-en un autre.`,
      command: 'docker network ls',
      lesson: 'bridge/lister/',
    }),
  ],
  [
    /only one instance of "(host|null)" network is allowed/,
    ([, driver = '']) => ({
      cause: `Il n’y a qu’un réseau de pilote ${driver}, et Docker le fournit${NBSP}: ${quoted(driver === 'null' ? 'none' : driver)}.`,
      command: 'docker network ls',
      lesson: 'introduction/drivers/',
    }),
  ],
  [
    /cannot create endpoint on configuration-only network/,
    () => ({
      cause: `Ce réseau n’est qu’une configuration (--config-only)${NBSP}: d’autres réseaux s’en servent par --config-from, aucun conteneur ne s’y connecte.`,
      command: 'docker network ls',
    }),
  ],
  [
    /network (\S+) is ambiguous/,
    ([, term = '']) => ({
      cause: `Plusieurs réseaux ont un identifiant qui commence par ${quoted(term)}. Donnez-en plus long, ou le nom.`,
      command: 'docker network ls --no-trunc',
    }),
  ],
  [
    /invalid subinterface vlan name (\S+), example/,
    ([, parent = '']) => ({
      cause: `L’hôte n’a pas d’interface ${quoted(parent)}. Docker ne sait en créer que pour un VLAN, sous un nom comme eth0.10.`,
      command: 'ip link',
    }),
  ],
];
