import type { TopologyContainer, TopologyInterface, TopologyMachine } from '../../protocol.ts';
import { sharedWith } from './cards.ts';
import type { Box, PictureNode, Wire } from './picture.ts';

/** Between wires that run beside each other. */
export const LANE = 7;

type Point = readonly [x: number, y: number];
type NodeOf<Kind> = Extract<PictureNode, { kind: Kind }>;

/** How far from a box's edge a wire turns. */
const CORNER = 9;
/** A card no further than this below a bridge has none between them. */
const FIRST_ROW = 90;
/** A card further than this below a bridge belongs to another row of bridges. */
const SAME_BLOCK = 620;

const middle = ({ x, width }: Box): number => x + width / 2;
const bottom = ({ y, height }: Box): number => y + height;

/** The wires of one machine: from its card to each network, from networks to containers. */
export function machineWires(machine: TopologyMachine, nodes: readonly PictureNode[]): Wire[] {
  const card = nodes.find((node) => node.kind === 'interface');
  const networks = nodes.filter((node) => node.kind === 'network');
  const cards = nodes.filter((node) => node.kind === 'container');
  const wires = card ? networks.map((network) => routeWire(card, network)) : [];
  const lanes = new Lanes();
  for (const node of cards) {
    wires.push(...containerWires(node, networks, lanes));
    const shared = sharedWith(node.of, machine);
    const target = cards.find(({ of }) => of === shared);
    if (target) wires.push(sharedWire(node, target));
  }
  return wires;
}

/** From a machine's card to the LAN: up to it, along it where the machine stands at its end, round a corner where it ends before. */
export function lanWire(nodes: readonly PictureNode[], lan: Box): Wire[] {
  const card = nodes.find((node) => node.kind === 'interface');
  if (card === undefined) return [];
  const { id, box, of } = card;
  return [{ id: `${id}~lan`, kind: 'lan', points: wayToLan(box, lan), up: of.up, title: of.name }];
}

function wayToLan(box: Box, lan: Box): Point[] {
  const end = lan.x + lan.width;
  const level = lan.y + lan.height / 2;
  if (box.y < bottom(lan)) {
    return [
      [end, level],
      [box.x, level],
    ];
  }
  const up: Point = [middle(box), box.y];
  if (middle(box) < end) return [[middle(box), bottom(lan)], up];
  const below = box.y - CORNER;
  return [[end - CORNER, bottom(lan)], [end - CORNER, below], [middle(box), below], up];
}

/** From the machine's card to a bridge: the kernel routes between them. To a macvlan: it is stacked on the card. */
function routeWire({ box }: NodeOf<'interface'>, network: NodeOf<'network'>): Wire {
  const level = network.box.y - 12;
  const trunk = box.x + 10;
  const to = network.box.x + 24;
  return {
    id: `${network.id}~route`,
    kind: network.of.driver === 'bridge' ? 'route' : 'parent',
    points: [
      [trunk, bottom(box)],
      [trunk, level],
      [to, level],
      [to, network.box.y],
    ],
    network: network.of.id,
    up: network.interface?.up ?? true,
    title: network.of.device ?? network.of.name,
  };
}

function containerWires(node: NodeOf<'container'>, networks: readonly NodeOf<'network'>[], lanes: Lanes): Wire[] {
  return node.of.endpoints.flatMap((endpoint, index) => {
    const network = networks.find(({ of }) => of.id === endpoint.network);
    if (network === undefined) return [];
    const inside = node.of.interfaces.find(({ name }) => name === endpoint.device);
    return {
      id: `${node.id}~${endpoint.network}`,
      kind: 'veth' as const,
      points: isAbove(network.box, node.box)
        ? lanes.straight(node.box, network)
        : lanes.across(node.box, network, index),
      network: endpoint.network,
      up: inside?.up === true,
      title: wireTitle(node.of, inside),
    };
  });
}

const wireTitle = ({ name }: TopologyContainer, inside: TopologyInterface | undefined): string =>
  inside === undefined ? `${name} (arrêté)` : [inside.name, inside.lower?.name].filter(Boolean).join(' ↔ ');

const sharedWire = (node: NodeOf<'container'>, target: NodeOf<'container'>): Wire => ({
  id: `${node.id}~shared`,
  kind: 'shared',
  points: [
    [middle(node.box), node.box.y + node.box.height / 2],
    [middle(target.box), target.box.y + target.box.height / 2],
  ],
  up: true,
  title: `${node.of.name} partage le réseau de ${target.of.name}`,
});

/** Does a bridge stand over a card, with nothing but other cards between? */
const isAbove = (bridge: Box, card: Box): boolean =>
  middle(card) > bridge.x &&
  middle(card) < bridge.x + bridge.width &&
  bridge.y < card.y &&
  card.y - bridge.y < SAME_BLOCK;

/** Ways between cards and bridges that do not run over one another. */
class Lanes {
  /** How many wires from elsewhere each bridge has. */
  readonly #guests = new Map<string, number>();
  #levels = 0;

  /** To the bridge above: from a first row upward, from a later one along the gap on its left. */
  straight(card: Box, { box }: NodeOf<'network'>): Point[] {
    if (card.y - bottom(box) <= FIRST_ROW) {
      return [
        [middle(card), bottom(box)],
        [middle(card), card.y],
      ];
    }
    const lane = card.x - 8;
    return [
      [lane, bottom(box)],
      [lane, card.y + 12],
      [card.x, card.y + 12],
    ];
  }

  /** To a bridge elsewhere: beside the card up or down to a level of its own, along it, and to a port at the bridge's near end. */
  across(card: Box, { id, box }: NodeOf<'network'>, index: number): Point[] {
    const guests = this.#guests.get(id) ?? 0;
    this.#guests.set(id, guests + 1);
    const below = box.y > card.y;
    const offset = 12 + (this.#levels++ % 6) * LANE;
    const edge = below ? box.y : bottom(box);
    const level = below ? edge - offset : edge + offset;
    const inset = Math.min(12 + guests * 10, box.width - 12);
    const port = box.x > card.x ? box.x + inset : box.x + box.width - inset;
    const ways: Point[] = [
      [port, edge],
      [port, level],
    ];
    if (!below && card.y - bottom(box) <= FIRST_ROW) {
      const from = card.x + card.width - 14 - index * 8;
      return [...ways, [from, level], [from, card.y]];
    }
    const lane = card.x + card.width + 8;
    return [...ways, [lane, level], [lane, card.y + 12], [card.x + card.width, card.y + 12]];
  }
}
