import type { Exchange, TraceEvent } from '../../sim/world.ts';
import { type Explanation, NBSP, quoted } from './explanation.ts';
import type { Places } from './places.ts';

type Verdict = Extract<TraceEvent, { kind: 'netfilter' }>;

/** A packet that the firewall threw away: by which rule, and what that rule is there for. */
export function explainDrop(verdict: Verdict, exchange: Exchange, places: Places): Explanation {
  const { table, chain, machine, namespace } = verdict;
  const where = `-t ${table} -L ${chain} -n --line-numbers`;
  const inside = namespace === machine ? undefined : places.containerIn(namespace)?.name;
  return {
    cause: [purposeOf(verdict, exchange, places), ruleSentence(verdict)].filter(Boolean).join(' '),
    command: `iptables ${table === 'filter' ? where.replace('-t filter ', '') : where}`,
    ...(inside && { container: inside }),
    lesson: 'reseaux/isoler/',
  };
}

function ruleSentence({ table, chain, rule, number }: Verdict): string {
  if (rule === undefined) {
    return `Aucune règle de la chaîne ${chain} (table ${table}) ne l’accepte, et sa politique est DROP.`;
  }
  return `C’est la règle n°${NBSP}${number ?? '?'} de la chaîne ${chain} (table ${table}) qui jette le paquet${NBSP}: ${rule}`;
}

/** Why Docker, or the reader, has put such a rule there; empty where that is not sure. */
function purposeOf({ table, chain, rule = '' }: Verdict, { from, to }: Exchange, places: Places): string {
  if (chain === 'DOCKER-USER') return 'Une règle ajoutée à la chaîne DOCKER-USER refuse ce paquet.';
  const bridge = /(?:^| )-o (\S+)/.exec(rule)?.[1];
  const entering = /(?:^| )-i (\S+)/.exec(rule)?.[1];
  if (bridge !== undefined && bridge === entering) return betweenNeighbours(bridge, places);
  if (chain.startsWith('DOCKER-ISOLATION') && /! -[sd] /.test(rule)) return internal(bridge ?? entering, places);
  if (table === 'raw' || chain.startsWith('DOCKER-ISOLATION')) return betweenNetworks(from, to, places);
  if (chain === 'DOCKER' && /! -i \S+ -o \S+ -j DROP/.test(rule)) {
    return `Aucun port de ${places.nameOf(to)} n’est publié qui laisse entrer ce paquet.`;
  }
  return '';
}

function betweenNeighbours(bridge: string, places: Places): string {
  const network = places.networkOn(bridge);
  return network === undefined
    ? ''
    : `Le réseau ${quoted(network.name)} interdit à ses conteneurs de se parler (option enable_icc=false).`;
}

function internal(bridge: string | undefined, places: Places): string {
  const network = places.networkOn(bridge ?? '');
  return network?.internal ? `Le réseau ${quoted(network.name)} est interne${NBSP}: rien n’y entre ni n’en sort.` : '';
}

function betweenNetworks(from: string, to: string, places: Places): string {
  const [source, target] = [places.containerAt(from), places.containerAt(to)];
  if (target === undefined) return '';
  const theirs = places.networksOf(target).map(({ name }) => quoted(name));
  if (source === undefined)
    return `Le conteneur ${target.name} n’est joignable directement que depuis son réseau ${theirs.join(', ')}.`;
  const ours = places.networksOf(source).map(({ name }) => quoted(name));
  return `Le conteneur ${source.name} est sur le réseau ${ours.join(' et ')}, ${target.name} sur ${theirs.join(' et ')}${NBSP}: Docker isole les réseaux les uns des autres.`;
}
