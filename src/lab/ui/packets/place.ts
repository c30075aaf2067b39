import type { ShownHop } from '../../protocol.ts';
import type { Box, Picture, PictureNode } from '../map/picture.ts';

type Point = readonly [x: number, y: number];

/** Where the packet covers no name. */
const cornerOf = ({ x, y, width }: Box): Point => [x + width - 14, y + 13];

/** Where on the map something happens to a packet; undefined for what is not drawn. */
export function placeOf({ machine, namespace, device }: ShownHop, { nodes, wires }: Picture): Point | undefined {
  const ofMachine = nodes.filter((node) => node.machine === machine);
  const container = ofMachine.find((node) => node.kind === 'container' && node.of.namespace === namespace);
  if (container && namespace !== machine) return cornerOf(container.box);
  const drawn = ofMachine.find((node) => deviceOf(node) === device);
  if (drawn) return cornerOf(drawn.box);
  const port = wires.find(({ title }) => device !== undefined && title.split(' ').includes(device));
  return port?.points[0] ?? ofMachine.map(({ box }) => cornerOf(box))[0];
}

function deviceOf(node: PictureNode): string | undefined {
  if (node.kind === 'interface') return node.of.name;
  return node.kind === 'network' ? node.of.device : undefined;
}
