import type { TopologyContainer, TopologyInterface, TopologyMachine, TopologyNetwork } from '../../protocol.ts';

/** In the drawing's own units: CSS pixels at full size. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type PictureNode = { readonly id: string; readonly box: Box; readonly machine: string } & (
  | { readonly kind: 'machine'; readonly of: TopologyMachine }
  | { readonly kind: 'interface'; readonly of: TopologyInterface }
  | { readonly kind: 'network'; readonly of: TopologyNetwork; readonly interface: TopologyInterface | undefined }
  | { readonly kind: 'container'; readonly of: TopologyContainer; readonly lines: readonly CardLine[] }
);

/** A line of a container's card, after its name; `network`: whose colour it has. */
export interface CardLine {
  readonly text: string;
  readonly network?: string;
}

export interface Wire {
  readonly id: string;
  readonly kind: 'lan' | 'route' | 'veth' | 'parent' | 'shared';
  /** Corners, from end to end. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** The Docker network that it belongs to. */
  readonly network?: string;
  readonly up: boolean;
  /** What its ends are called: `eth0 ↔ veth1a2b3c4`. */
  readonly title: string;
}

/** All that is drawn, placed. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly lan: Box;
  /** Names for areas without a box of their own. */
  readonly zones: readonly { readonly id: string; readonly label: string; readonly box: Box }[];
  readonly nodes: readonly PictureNode[];
  readonly wires: readonly Wire[];
  /** Cards hold only a name and an address: there are many. */
  readonly compact: boolean;
}

export const nodeId = {
  machine: (machine: string): string => machine,
  interface: (machine: string, name: string): string => `${machine}/${name}`,
  network: (machine: string, id: string): string => `${machine}/net/${id}`,
  container: (machine: string, id: string): string => `${machine}/ct/${id}`,
};
