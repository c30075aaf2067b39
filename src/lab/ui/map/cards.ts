import type { TopologyContainer, TopologyMachine, TopologyNetwork } from '../../protocol.ts';
import type { CardLine } from './picture.ts';

export const CARD = { width: 152, header: 22, line: 15, padding: 8, gap: 26 } as const;
export const COMPACT_CARD = { width: 104, gap: 20 } as const;

/** Where a container is drawn: below one of its networks, in the host's own namespace, or apart. */
export type Home = { readonly zone: 'network'; readonly network: string } | { readonly zone: 'host' | 'none' };

/** The home of a container; one that shares another's network stands with that one. */
export function homeOf(container: TopologyContainer, machine: TopologyMachine): Home {
  const { networkMode, endpoints } = container;
  if (networkMode === 'host') return { zone: 'host' };
  const shared = sharedWith(container, machine);
  if (shared !== undefined) return homeOf(shared, machine);
  const wanted = machine.networks.find(({ name, id }) => name === networkMode || id === networkMode)?.id;
  const endpoint = endpoints.find(({ network }) => network === wanted) ?? endpoints[0];
  const network = machine.networks.find(({ id }) => id === endpoint?.network);
  return network === undefined || network.driver === 'null'
    ? { zone: 'none' }
    : { zone: 'network', network: network.id };
}

/** Whose network a container shares (`--network container:…`). */
export function sharedWith(container: TopologyContainer, machine: TopologyMachine): TopologyContainer | undefined {
  const [, term] = /^container:(.+)$/.exec(container.networkMode) ?? [];
  const found = machine.containers.find(({ id, name }) => id === term || name === term);
  return found === container ? undefined : found;
}

const STATES: Readonly<Record<TopologyContainer['state'], string>> = {
  created: 'créé',
  running: 'en marche',
  paused: 'en pause',
  restarting: 'redémarre',
  removing: 'en cours de suppression',
  exited: 'arrêté',
  dead: 'mort',
};

export const stateText = ({ state, exitCode }: TopologyContainer): string =>
  state === 'exited' ? `${STATES.exited} (code ${exitCode})` : STATES[state];

/** Drawn as network bars: those that endpoints stand on. */
export const drawnNetworks = ({ networks }: TopologyMachine): readonly TopologyNetwork[] =>
  networks
    .filter(({ driver }) => driver !== 'host' && driver !== 'null')
    .sort((a, b) => Number(b.device === 'docker0') - Number(a.device === 'docker0'));

/** What a container's card says below its name. */
export function cardLines(container: TopologyContainer, machine: TopologyMachine, compact: boolean): CardLine[] {
  const addresses = container.endpoints
    .filter(({ address }) => address !== '')
    .map(({ address, network }) => ({ text: address, network }));
  if (compact) return addresses.length > 0 ? addresses.slice(0, 2) : [{ text: stateText(container) }];
  const shared = sharedWith(container, machine);
  return [
    { text: `${container.image}, ${stateText(container)}` },
    ...addresses,
    ...(shared ? [{ text: `réseau de ${shared.name}` }] : []),
    ...ownAliases(container).map((alias) => ({ text: `alias ${alias}` })),
    ...publishedPorts(container).map((port) => ({ text: port })),
  ];
}

/** The names that someone gave it besides its own and its short id. */
export const ownAliases = ({ endpoints, name, id }: TopologyContainer): string[] => [
  ...new Set(endpoints.flatMap(({ aliases }) => aliases.filter((alias) => alias !== name && !id.startsWith(alias)))),
];

/** `8080 → 80/tcp`, once for all addresses of the host that lead there. */
export const publishedPorts = ({ ports }: TopologyContainer): string[] => [
  ...new Set(
    ports.map((port) => {
      const [outside = '', inside = ''] = port.split('->');
      return `port ${outside.slice(outside.lastIndexOf(':') + 1)} → ${inside}`;
    }),
  ),
];

export const cardHeight = (lines: number, compact: boolean): number =>
  compact ? 24 + lines * 14 : CARD.header + lines * CARD.line + CARD.padding;
