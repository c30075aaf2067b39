import type { Exchange, Hop, Topology, TraceEvent } from '../../sim/world.ts';
import { explainDrop } from './dropped.ts';
import { type Explanation, NBSP, quoted } from './explanation.ts';
import { explainName } from './names.ts';
import { Places } from './places.ts';

type EventOf<Kind> = Extract<TraceEvent, { kind: Kind }>;

/** Why an exchange failed; undefined where it did not, or where that is not sure. */
export function explain(exchange: Exchange, topology: Topology): Explanation | undefined {
  if (exchange.outcome !== 'failed') return undefined;
  const places = new Places(topology);
  // A container that is gone by now: what could be said of it would be wrong.
  if (!places.knows(exchange.namespace)) return undefined;
  if (exchange.kind === 'dns' && exchange.name !== undefined) {
    const lost = explainHops(exchange, places);
    return lost ?? explainName(exchange, places);
  }
  return explainHops(exchange, places);
}

/** The last thing that went wrong, and what it means. */
function explainHops(exchange: Exchange, places: Places): Explanation | undefined {
  for (const hop of [...exchange.hops].reverse()) {
    const explanation = explainHop(hop, exchange, places);
    if (explanation !== undefined) return explanation;
  }
  return undefined;
}

function explainHop({ event }: Hop, exchange: Exchange, places: Places): Explanation | undefined {
  switch (event.kind) {
    case 'netfilter':
      return event.verdict === 'drop' ? explainDrop(event, exchange, places) : undefined;
    case 'no-route':
      return noRoute(event, places);
    case 'neighbour-failed':
      return nobody(event, places);
    case 'port-closed':
      return portClosed(event, places);
    case 'ttl-expired':
      return ttlExpired(event, places);
    case 'device-drop':
      return deviceDrop(event, places);
    case 'drop':
      return event.reason === 'not-forwarding' ? notForwarding(event, places) : undefined;
    default:
      return undefined;
  }
}

/** Where a command is to be given. */
const at = (namespace: string, places: Places): Pick<Explanation, 'container'> => {
  const container = places.containerIn(namespace);
  return container && container.networkMode !== 'host' ? { container: container.name } : {};
};

function noRoute({ namespace, destination }: EventOf<'no-route'>, places: Places): Explanation {
  const container = places.containerIn(namespace);
  const networks = container ? places.networksOf(container) : [];
  const down = container?.interfaces.filter(({ kind, up }) => kind !== 'loopback' && !up) ?? [];
  const reason =
    down.length > 0
      ? ` Son interface ${down.map(({ name }) => name).join(', ')} est désactivée, et ses routes sont parties avec elle.`
      : networks.length > 0 && networks.every(({ internal }) => internal)
        ? ` Le réseau ${quoted(networks[0]?.name ?? '')} est interne${NBSP}: Docker n’y donne pas de route par défaut.`
        : container?.networkMode === 'none'
          ? ' Il est sur le réseau none, sans autre interface que lo.'
          : '';
  return {
    cause: `${places.subject(namespace)} n’a aucune route vers ${destination}${NBSP}: le paquet n’est même pas parti.${reason}`,
    command: down.length > 0 ? 'ip link' : 'ip route',
    ...at(namespace, places),
    lesson: networks.some(({ internal }) => internal) ? 'reseaux/isoler/' : 'introduction/drivers/',
  };
}

function nobody(event: EventOf<'neighbour-failed'>, places: Places): Explanation | undefined {
  const { namespace, address, device } = event;
  const silent = places.whySilent(address);
  if (silent === 'unknown') return undefined;
  const reason =
    silent === 'nobody'
      ? 'Aucune machine en marche de ce réseau n’a cette adresse.'
      : `C’est celle de ${silent.owner}, dont l’interface ${silent.device} est désactivée.`;
  return {
    cause: `${places.subject(namespace)} a demandé par ARP, sur ${device ?? 'son interface'}, qui a l’adresse ${address}${NBSP}: personne n’a répondu. ${reason}`,
    command: 'ip neigh',
    ...at(namespace, places),
    lesson: 'bridge/definition/',
  };
}

function portClosed({ namespace, port, protocol }: EventOf<'port-closed'>, places: Places): Explanation {
  const name = protocol === 6 ? 'TCP' : 'UDP';
  const inside = at(namespace, places);
  return {
    cause: `Le paquet est bien arrivé chez ${places.placeName(namespace)}, mais aucun programme n’y écoute sur le port ${name} ${port}.`,
    command: inside.container === undefined ? 'ss -lntu' : 'netstat -lntu',
    ...inside,
  };
}

const ttlExpired = ({ namespace }: EventOf<'ttl-expired'>, places: Places): Explanation => ({
  cause: `La durée de vie du paquet (TTL) est épuisée chez ${places.placeName(namespace)}, qui aurait dû le faire suivre${NBSP}: chaque routeur la diminue de un, et jette ce qui arrive à zéro.`,
});

function deviceDrop({ namespace, device, reason }: EventOf<'device-drop'>, places: Places): Explanation {
  const why = {
    down: 'est désactivée (down)',
    'no-carrier': 'n’a rien à l’autre bout',
    'too-long': 'ne transporte pas de trame aussi longue (MTU)',
  }[reason];
  return {
    cause: `L’interface ${device} de ${places.placeName(namespace)} ${why}.`,
    command: `ip link show ${device}`,
    ...at(namespace, places),
  };
}

const notForwarding = ({ namespace }: EventOf<'drop'>, places: Places): Explanation => ({
  cause: `${places.subject(namespace)} ne fait pas suivre les paquets des autres${NBSP}: ip_forward y vaut 0.`,
  command: 'sysctl net.ipv4.ip_forward',
  ...at(namespace, places),
});
