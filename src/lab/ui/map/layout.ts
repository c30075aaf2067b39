import type { Topology, TopologyMachine } from '../../protocol.ts';
import { type MachinePicture, placeMachine } from './machine-layout.ts';
import type { Box, Picture } from './picture.ts';
import { lanWire } from './wires.ts';

/** More containers than this, and cards shrink. */
const ROOMY = 12;
const LAN_HEIGHT = 26;
const FRAME_TOP = 76;
const GAP = 28;
const GATEWAY = { width: 292, height: 44 } as const;
/** Widths that are tried for the first machine: its networks are folded into rows to fill the window best. */
const WIDTHS = [Number.POSITIVE_INFINITY, 1800, 1300, 1000, 760, 560, 400];

/**
 * Places everything: the LAN above with its gateway at the end, Docker's hosts below it, in each its networks with their containers.
 * @param aspect width by height of the window that the picture is to fill
 */
export function layout(topology: Topology, aspect: number): Picture {
  let best: Picture | undefined;
  for (const most of WIDTHS) {
    const picture = layoutWithin(topology, most);
    if (best === undefined || scaleIn(picture, aspect) > scaleIn(best, aspect) * 1.02) best = picture;
  }
  return best as Picture;
}

/** How large a picture can be shown in a window of height 1. */
const scaleIn = ({ width, height }: Picture, aspect: number): number => Math.min(aspect / width, 1 / height);

function layoutWithin({ machines }: Topology, most: number): Picture {
  const compact = machines.reduce((sum, { containers }) => sum + containers.length, 0) > ROOMY;
  const hosts = machines.filter((machine) => !isGateway(machine));
  const gateway = machines.find(isGateway);
  const parts: MachinePicture[] = [];
  let x = 0;
  for (const machine of hosts) {
    const part = placeMachine(machine, { x, y: FRAME_TOP }, { compact, most });
    parts.push(part);
    x += part.frame.width + GAP;
  }
  const width = Math.max(x - GAP, GATEWAY.width * 2);
  const lan = { x: 0, y: 6, width: width - (gateway ? GATEWAY.width + GAP : 0), height: LAN_HEIGHT };
  if (gateway) parts.push(placeGateway(gateway, { x: width - GATEWAY.width, y: 0, ...GATEWAY }));
  return {
    width,
    height: Math.max(0, ...parts.map(({ frame }) => frame.y + frame.height)),
    lan,
    zones: parts.flatMap(({ zones }) => zones),
    nodes: parts.flatMap(({ nodes }) => nodes),
    wires: parts.flatMap(({ nodes, wires }) => [...lanWire(nodes, lan), ...wires]),
    compact,
  };
}

const isGateway = ({ networks }: TopologyMachine): boolean => networks.length === 0;

/** The LAN's way out, at its end. */
function placeGateway(machine: TopologyMachine, frame: Box): MachinePicture {
  const { name } = machine;
  const card = machine.interfaces.find(({ kind }) => kind === 'ethernet');
  const box = { x: frame.x + 6, y: frame.y + 5, width: 104, height: 34 };
  return {
    frame,
    zones: [],
    nodes: [
      { kind: 'machine', id: name, machine: name, box: frame, of: machine },
      ...(card ? [{ kind: 'interface' as const, id: `${name}/${card.name}`, machine: name, box, of: card }] : []),
    ],
    wires: [],
  };
}
