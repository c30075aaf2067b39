import type { TopologyContainer, TopologyMachine, TopologyNetwork } from '../../protocol.ts';
import { CARD, COMPACT_CARD, cardHeight, cardLines, drawnNetworks, homeOf } from './cards.ts';
import { LAB_HOST } from './commands.ts';
import { type Box, nodeId, type Picture, type PictureNode, type Wire } from './picture.ts';
import { LANE, machineWires } from './wires.ts';

export interface MachinePicture {
  readonly frame: Box;
  readonly zones: Picture['zones'];
  readonly nodes: readonly PictureNode[];
  readonly wires: readonly Wire[];
}

interface Constraints {
  readonly compact: boolean;
  /** Networks that would stand further right than this begin another row. */
  readonly most: number;
}

/** A row of so many cards is as wide as people like it. */
const FULL_ROW = 4;
/** `strip`: the host's own namespace, above its networks; `trunk`: the way from its card down to them. */
const FRAME = { padding: 18, strip: 44, trunk: 24 } as const;
const BAR = { height: 36, least: 196, above: 22 } as const;
/** Between a bridge and its first row of cards; each wire to another bridge takes a lane there. */
const BELOW_BAR = 30;
const CHIP = { width: 132, height: 34 } as const;
const BLOCK_GAP = 36;
const ROW_GAP = 12;

interface Block {
  readonly network: TopologyNetwork | undefined;
  readonly containers: readonly TopologyContainer[];
  readonly columns: number;
  readonly width: number;
}

/** Draws one machine into a frame whose corner is given. */
export function placeMachine(
  machine: TopologyMachine,
  corner: { readonly x: number; readonly y: number },
  constraints: Constraints,
): MachinePicture {
  const homes = Map.groupBy(machine.containers, (container) => {
    const home = homeOf(container, machine);
    return home.zone === 'network' ? home.network : home.zone;
  });
  // An engine that nobody has used is only a machine on the LAN.
  const used = machine.containers.length > 0 || drawnNetworks(machine).length > 1 || machine.name === LAB_HOST;
  const { compact } = constraints;
  const blocks = (used ? drawnNetworks(machine) : []).map((network) =>
    blockOf(network, homes.get(network.id), compact),
  );
  const apart = homes.get('none');
  if (apart) blocks.push(blockOf(undefined, apart, compact));
  const placer = new Placer(machine, corner, constraints);
  placer.placeHostContainers(homes.get('host') ?? []);
  for (const block of blocks) placer.placeBlock(block);
  return placer.finish();
}

function blockOf(
  network: TopologyNetwork | undefined,
  containers: readonly TopologyContainer[] = [],
  compact: boolean,
): Block {
  const { width, gap } = compact ? COMPACT_CARD : CARD;
  const count = containers.length;
  const columns = count <= FULL_ROW ? Math.max(count, 1) : Math.ceil(Math.sqrt(count * 2));
  return { network, containers, columns, width: Math.max(columns * (width + gap), network ? BAR.least : 0) };
}

/** Puts the parts of one machine into its frame: from left to right, and in rows where that is too wide. */
class Placer {
  readonly #machine: TopologyMachine;
  readonly #corner: { readonly x: number; readonly y: number };
  readonly #constraints: Constraints;
  readonly #nodes: PictureNode[] = [];
  readonly #zones: { id: string; label: string; box: Box }[] = [];
  readonly #left: number;
  /** Where the next block goes. */
  #x: number;
  #rowTop: number;
  #right = 0;
  #bottom: number;

  constructor(machine: TopologyMachine, corner: { readonly x: number; readonly y: number }, constraints: Constraints) {
    this.#machine = machine;
    this.#corner = corner;
    this.#constraints = constraints;
    this.#left = corner.x + FRAME.padding + FRAME.trunk;
    this.#x = this.#left;
    this.#rowTop = corner.y + FRAME.strip;
    this.#bottom = this.#rowTop;
  }

  /** In the strip of the host's own namespace, beside its network card. */
  placeHostContainers(containers: readonly TopologyContainer[]): void {
    let x = this.#corner.x + FRAME.padding + CHIP.width + CARD.gap;
    for (const container of containers) {
      const card = this.#card(container, x, this.#corner.y + 14);
      x += card.width + 12;
      this.#rowTop = Math.max(this.#rowTop, card.y + card.height + ROW_GAP);
    }
    if (containers.length > 0) this.#right = x + 70;
    this.#bottom = this.#rowTop;
  }

  placeBlock({ network, containers, columns, width }: Block): void {
    const machine = this.#machine.name;
    if (this.#x > this.#left && this.#x + width - this.#corner.x > this.#constraints.most) this.#newRow();
    const box = { x: this.#x, y: this.#rowTop + BAR.above, width, height: BAR.height };
    if (network) {
      const device = this.#machine.interfaces.find(({ name }) => name === network.device);
      const id = nodeId.network(machine, network.id);
      this.#nodes.push({ kind: 'network', id, machine, box, of: network, interface: device });
    }
    const top = box.y + BAR.height + BELOW_BAR + this.#lanes() * LANE;
    const bottom = this.#cards(containers, columns, { ...box, y: top });
    if (!network) {
      this.#zones.push({ id: `${machine}/none`, label: 'sans réseau', box: { ...box, height: bottom - box.y } });
    }
    this.#x += width + BLOCK_GAP;
    this.#right = Math.max(this.#right, box.x + width);
    this.#bottom = Math.max(this.#bottom, bottom);
  }

  #newRow(): void {
    this.#x = this.#left;
    this.#rowTop = this.#bottom + ROW_GAP;
  }

  /** How many wires go to a bridge other than the one above their container. */
  #lanes(): number {
    const extra = this.#machine.containers.reduce((sum, { endpoints }) => sum + Math.max(endpoints.length - 1, 0), 0);
    return Math.min(extra, 6);
  }

  #cards(containers: readonly TopologyContainer[], columns: number, area: Box): number {
    const { width, gap } = this.#constraints.compact ? COMPACT_CARD : CARD;
    const start = area.x + (area.width - columns * (width + gap)) / 2 + gap / 2;
    let y = area.y;
    let tallest = 0;
    for (const [index, container] of containers.entries()) {
      const column = index % columns;
      if (column === 0 && index > 0) {
        y += tallest + ROW_GAP;
        tallest = 0;
      }
      tallest = Math.max(tallest, this.#card(container, start + column * (width + gap), y).height);
    }
    return y + tallest;
  }

  #card(container: TopologyContainer, x: number, y: number): Box {
    const { compact } = this.#constraints;
    const lines = cardLines(container, this.#machine, compact);
    const box = { x, y, width: (compact ? COMPACT_CARD : CARD).width, height: cardHeight(lines.length, compact) };
    const machine = this.#machine.name;
    const id = nodeId.container(machine, container.id);
    this.#nodes.push({ kind: 'container', id, machine, box, of: container, lines });
    return box;
  }

  finish(): MachinePicture {
    const { name, interfaces } = this.#machine;
    const { x, y } = this.#corner;
    const right = Math.max(this.#right, x + 2 * FRAME.padding + CHIP.width + 40);
    const frame: Box = { x, y, width: right + FRAME.padding - x, height: this.#bottom + FRAME.padding - y };
    const nodes: PictureNode[] = [
      { kind: 'machine', id: nodeId.machine(name), machine: name, box: frame, of: this.#machine },
    ];
    const card = interfaces.find(({ kind }) => kind === 'ethernet');
    if (card) {
      const box = { x: x + FRAME.padding, y: y - CHIP.height / 2, ...CHIP };
      nodes.push({ kind: 'interface', id: nodeId.interface(name, card.name), machine: name, box, of: card });
    }
    nodes.push(...this.#nodes);
    return { frame, zones: this.#zones, nodes, wires: machineWires(this.#machine, nodes) };
  }
}
