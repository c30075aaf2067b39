import { useEffect, useRef, useState } from 'preact/hooks';
import type { Topology } from '../../protocol.ts';
import type { Lab } from '../lab.ts';
import { NodeDetails } from './details.tsx';
import { useKept } from './kept.ts';
import { NetworkStyles } from './network-style.ts';
import { MapNode, MapPatterns, MapWire, MapZone } from './nodes.tsx';
import type { Picture, PictureNode } from './picture.ts';
import type { Viewport } from './viewport.ts';

interface DrawingProps {
  readonly lab: Lab;
  readonly picture: Picture;
  readonly topology: Topology;
  readonly viewport: Viewport;
  readonly drawing: { current: SVGSVGElement | null };
  /** Where a packet is. */
  readonly packet?: readonly [x: number, y: number] | undefined;
}

/** The drawing, and the details of what the reader points at or has chosen in it. */
export function Drawing({ lab, picture, topology, viewport, drawing, packet }: DrawingProps) {
  const [chosen, choose] = useState<string | undefined>();
  const [pointed, point] = useState<string | undefined>();
  const styles = useRef(new NetworkStyles()).current;
  const networks = topology.machines.flatMap((machine) => machine.networks);
  useEffect(() => styles.keepOnly(networks.map(({ id }) => id)));
  const shown = picture.nodes.find(({ id }) => id === (chosen ?? pointed));
  const first = picture.nodes.find(({ id }) => id === chosen)?.id ?? picture.nodes[0]?.id;
  const kept = useKept();
  const draw = (node: PictureNode) => {
    const [active, tabbable] = [shown === node, node.id === first];
    return kept(node.id, [node, active, tabbable], () => (
      <MapNode key={node.id} {...{ node, styles, active, tabbable }} />
    ));
  };
  // Machines lie behind the wires, all else before them.
  const machines = picture.nodes.filter(({ kind }) => kind === 'machine');
  const others = picture.nodes.filter(({ kind }) => kind !== 'machine');
  return (
    <>
      <svg
        class="map-drawing"
        ref={drawing}
        viewBox={viewport.viewBox}
        role="group"
        aria-label="Carte du réseau"
        data-compact={picture.compact ? '' : undefined}
        {...viewport.handlers}
        onKeyDown={(event) => {
          viewport.handlers.onKeyDown(event);
          if (!event.defaultPrevented) moveAmong(event, picture, choose);
        }}
        onClick={(event) => choose(nodeAt(event))}
        onPointerOver={(event) => point(event.pointerType === 'mouse' ? nodeAt(event) : undefined)}
        onFocusIn={(event) => point(byKeyboard(event) ? nodeAt(event) : undefined)}
        onFocusOut={() => point(undefined)}
      >
        <MapPatterns />
        <LanBar picture={picture} />
        {machines.map(draw)}
        {picture.zones.map((zone) => (
          <MapZone key={zone.id} zone={zone} />
        ))}
        {picture.wires.map((wire) => kept(wire.id, wire, () => <MapWire key={wire.id} wire={wire} styles={styles} />))}
        {others.map(draw)}
        {packet && (
          <circle class="map-packet" r="9" style={{ transform: `translate(${packet[0]}px, ${packet[1]}px)` }} />
        )}
      </svg>
      {shown && (
        <NodeDetails
          lab={lab}
          node={shown}
          networks={networks}
          {...(chosen !== undefined && { onClose: () => choose(undefined) })}
        />
      )}
    </>
  );
}

const LanBar = ({ picture: { lan } }: { picture: Picture }) => (
  <g class="map-lan">
    <rect x={lan.x} y={lan.y} width={lan.width} height={lan.height} rx="5" />
    <text class="start" x={lan.x + 12} y={lan.y + 17}>
      Réseau local
    </text>
  </g>
);

const byKeyboard = ({ target }: Event): boolean => (target as Element).matches(':focus-visible');

const nodeAt = ({ target }: Event): string | undefined =>
  (target as Element).closest<SVGGElement>('[data-node]')?.dataset.node;

/** Arrow keys go from node to node; Enter and the space bar choose; Escape lets go. */
function moveAmong(event: KeyboardEvent, { nodes }: Picture, choose: (id: string | undefined) => void): void {
  const at = nodes.findIndex(({ id }) => id === nodeAt(event));
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (step !== undefined) {
    const next = nodes[(at + step + nodes.length) % nodes.length];
    const svg = event.currentTarget as SVGSVGElement;
    if (next) svg.querySelector<SVGGElement>(`[data-node="${CSS.escape(next.id)}"]`)?.focus();
  } else if (event.key === 'Enter' || event.key === ' ') choose(nodes[at]?.id);
  else if (event.key === 'Escape') choose(undefined);
  else return;
  event.preventDefault();
}
