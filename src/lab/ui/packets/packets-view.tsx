import { useMemo, useRef } from 'preact/hooks';
import { Action } from '../action.tsx';
import type { Lab } from '../lab.ts';
import { useAspect } from '../map/aspect.ts';
import { Drawing } from '../map/drawing.tsx';
import { layout } from '../map/layout.ts';
import { useViewport } from '../map/viewport.ts';
import { ExchangeList } from './exchange-list.tsx';
import { placeOf } from './place.ts';
import { Player } from './player.tsx';

/** What travelled on the network: the list of exchanges, and the way of one of them, hop by hop, on the map. */
export function PacketsView({ lab }: { lab: Lab }) {
  const { packets } = lab;
  return (
    <div class="packets">
      <WayOnMap lab={lab} />
      <div class="packets-side">
        <div class="map-tools lab-group" role="toolbar" aria-label="Temps du réseau">
          <Action
            label="Arrêter le temps"
            icon="pause"
            pressed={packets.stepping.value}
            onClick={() => packets.pace(!packets.stepping.value)}
          />
          <Action label="Un pas" icon="next" disabled={!packets.stepping.value} onClick={() => packets.step()} />
        </div>
        {packets.chosen.value === undefined ? <ExchangeList packets={packets} /> : <Player packets={packets} />}
      </div>
    </div>
  );
}

function WayOnMap({ lab }: { lab: Lab }) {
  const topology = lab.topology.value;
  const sheet = useRef<HTMLDivElement>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const aspect = useAspect(sheet);
  const picture = useMemo(() => topology && layout(topology, aspect), [topology, aspect]);
  const viewport = useViewport(picture ?? { width: 1, height: 1 });
  const { hops, at } = lab.packets;
  const way = picture ? hops.value.map((hop) => placeOf(hop, picture)) : [];
  return (
    <div class="map-sheet" ref={sheet}>
      {topology && picture && (
        <Drawing lab={lab} topology={topology} drawing={drawing} {...{ picture, viewport }} packet={way[at.value]} />
      )}
    </div>
  );
}
