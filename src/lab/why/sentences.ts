import type { TraceEvent } from '../../sim/world.ts';
import { NBSP, quoted } from './explanation.ts';
import type { Places } from './places.ts';

type EventOf<Kind> = Extract<TraceEvent, { kind: Kind }>;

/** What happened at one hop, and why: one sentence. */
export function sentenceOf(event: TraceEvent, places: Places): string {
  const here = places.subject(event.namespace);
  const it = uncapitalized(here);
  const device = event.device ?? '';
  switch (event.kind) {
    case 'device-tx':
      return `${here} envoie la trame par ${device}.`;
    case 'device-rx':
      return `${here} reçoit la trame sur ${device}.`;
    case 'device-drop':
      return `${here} ne peut pas envoyer par ${device}${NBSP}: ${DEVICE_DROPS[event.reason]}.`;
    case 'bridge-learn':
    case 'bridge-forward':
    case 'bridge-flood':
    case 'bridge-local':
    case 'bridge-drop':
      return bridgeSentence(event, device);
    case 'macvlan-deliver':
      return `${device} remet la trame à l’interface macvlan qui a l’adresse ${event.mac}.`;
    case 'route':
    case 'no-route':
      return routeSentence(event, here, device);
    case 'neighbour-ask':
    case 'neighbour-answer':
    case 'neighbour-known':
    case 'neighbour-failed':
      return neighbourSentence(event, here, device);
    case 'forward':
      return `${here} fait suivre le paquet de ${event.from} vers ${device}, avec un TTL diminué de un.`;
    case 'deliver':
      return `Le paquet est pour cette machine${NBSP}: ${it} le garde.`;
    case 'drop':
      return `${here} jette le paquet${NBSP}: ${DROPS[event.reason]}.`;
    case 'ttl-expired':
      return `Le TTL arrive à zéro${NBSP}: ${it} jette le paquet et prévient son émetteur.`;
    case 'fragment':
      return `Le paquet est trop long pour ${device}${NBSP}: ${it} le coupe en ${event.pieces}.`;
    case 'icmp-error':
      return `${here} prévient ${event.to} par un message d’erreur ICMP (type ${event.type}, code ${event.code}).`;
    case 'netfilter':
      return filterSentence(event);
    case 'nat':
      return `${here} réécrit l’adresse ${event.side === 'source' ? 'source' : 'de destination'}${NBSP}: ${event.from} devient ${event.to}.`;
    case 'socket':
      return `${places.within(event.namespace)}, un programme attendait ce paquet${event.port === undefined ? '' : ` (port ou identifiant ${event.port})`}.`;
    case 'port-closed':
      return `${places.within(event.namespace)}, aucun programme n’écoute sur le port ${event.port}${NBSP}: le paquet est refusé.`;
    case 'dns-question':
      return `Le DNS de Docker reçoit la question ${quoted(event.name)} (${event.type}).`;
    case 'dns-forward':
      return `Docker ne connaît pas ce nom${NBSP}: la question ${quoted(event.name)} passe au serveur ${event.server}.`;
    case 'dns-answer':
      return answerSentence(event);
  }
}

const uncapitalized = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const DEVICE_DROPS = {
  down: 'elle est désactivée',
  'no-carrier': 'il n’y a rien à l’autre bout',
  'too-long': 'la trame est trop longue',
} as const;

const DROPS: Readonly<Record<EventOf<'drop'>['reason'], string>> = {
  malformed: 'il est mal formé',
  'not-forwarding': 'elle ne fait pas suivre les paquets des autres',
  'martian-source': 'une telle adresse source ne peut pas venir de là',
  'martian-destination': 'une telle destination n’a pas de sens ici',
  netfilter: 'une règle du pare-feu l’a décidé',
  'no-protocol': 'personne n’y parle ce protocole',
  'not-for-us': 'il n’est pas pour elle',
  'reassembly-timeout': 'un de ses fragments n’est jamais arrivé',
};

type BridgeEvent = EventOf<'bridge-learn' | 'bridge-forward' | 'bridge-flood' | 'bridge-local' | 'bridge-drop'>;

function bridgeSentence(event: BridgeEvent, bridge: string): string {
  switch (event.kind) {
    case 'bridge-learn':
      return `Le pont ${bridge} apprend que l’adresse ${event.mac} est derrière son port ${event.port}.`;
    case 'bridge-forward':
      return `Le pont ${bridge} sait que ${event.mac} est derrière ${event.to}${NBSP}: il n’envoie la trame que là.`;
    case 'bridge-flood':
      return event.mac.startsWith('ff:ff')
        ? `La trame est pour tous${NBSP}: le pont ${bridge} l’envoie sur tous ses autres ports.`
        : `Le pont ${bridge} ne connaît pas encore cette adresse MAC (${event.mac})${NBSP}: il envoie la trame sur tous ses autres ports.`;
    case 'bridge-local':
      return `La trame est pour le pont ${bridge} lui-même${NBSP}: elle monte chez l’hôte.`;
    case 'bridge-drop':
      return `Le pont ${bridge} jette la trame${NBSP}: ${BRIDGE_DROPS[event.reason]}.`;
  }
}

const BRIDGE_DROPS = {
  'same-port': 'son destinataire est du côté d’où elle vient',
  filtered: 'une règle du pare-feu l’a décidé',
  'too-long': 'elle est trop longue pour le port de sortie',
} as const;

function routeSentence(event: EventOf<'route' | 'no-route'>, here: string, device: string): string {
  if (event.kind === 'no-route') return `${here} n’a aucune route vers ${event.destination}.`;
  if (event.type === 'local') return `${event.destination} est une adresse de cette machine.`;
  return event.via === undefined
    ? `${here} trouve sa route${NBSP}: ${event.destination} est sur le réseau de ${device}, sans intermédiaire.`
    : `${here} trouve sa route${NBSP}: vers ${event.destination}, il faut passer par ${event.via}, derrière ${device}.`;
}

type NeighbourEvent = EventOf<'neighbour-ask' | 'neighbour-answer' | 'neighbour-known' | 'neighbour-failed'>;

function neighbourSentence(event: NeighbourEvent, here: string, device: string): string {
  switch (event.kind) {
    case 'neighbour-ask':
      return event.unicast
        ? `${here} vérifie que ${event.address} est toujours à la même adresse MAC.`
        : `${here} ne connaît pas l’adresse MAC de ${event.address}${NBSP}: elle est demandée à tous, par ARP, sur ${device}.`;
    case 'neighbour-answer':
      return `${here} reconnaît sa propre adresse ${event.address}, et répond à ${event.to} avec sa MAC.`;
    case 'neighbour-known':
      return `${here} note que ${event.address} a l’adresse MAC ${event.mac}.`;
    case 'neighbour-failed':
      return `Personne n’a répondu pour ${event.address}${NBSP}: ${uncapitalized(here)} renonce.`;
  }
}

function filterSentence({ verdict, table, chain, rule, number }: EventOf<'netfilter'>): string {
  const fate = verdict === 'accept' ? 'laisse passer' : 'jette';
  if (rule === undefined)
    return `Table ${table}, chaîne ${chain}${NBSP}: aucune règle ne décide, sa politique ${fate} le paquet.`;
  return `Table ${table}, chaîne ${chain}${NBSP}: la règle n°${NBSP}${number ?? '?'} ${fate} le paquet (${rule}).`;
}

function answerSentence({ name, rcode, answers }: EventOf<'dns-answer'>): string {
  if (answers.length > 0) return `Réponse${NBSP}: ${quoted(name)} est ${answers.join(', ')}.`;
  return rcode === 3
    ? `Réponse${NBSP}: le nom ${quoted(name)} n’existe pas.`
    : `Réponse${NBSP}: rien pour ${quoted(name)} (code ${rcode}).`;
}
