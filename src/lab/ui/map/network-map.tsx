import { useMemo, useRef, useState } from 'preact/hooks';
import type { Topology } from '../../protocol.ts';
import { Action } from '../action.tsx';
import type { Lab } from '../lab.ts';
import { tell } from '../notices.ts';
import { useAspect } from './aspect.ts';
import { Drawing } from './drawing.tsx';
import { layout } from './layout.ts';
import { savePng, saveSvg } from './save-picture.ts';
import { TextMap } from './text-map.tsx';
import { useViewport } from './viewport.ts';

/** The network that the lab's commands have built, live. */
export function NetworkMap({ lab }: { lab: Lab }) {
  const topology = lab.topology.value;
  return topology === undefined ? (
    <p class="lab-empty">La carte se dessine…</p>
  ) : (
    <LiveMap lab={lab} topology={topology} />
  );
}

function LiveMap({ lab, topology }: { lab: Lab; topology: Topology }) {
  const sheet = useRef<HTMLDivElement>(null);
  const aspect = useAspect(sheet);
  const picture = useMemo(() => layout(topology, aspect), [topology, aspect]);
  const [asText, setAsText] = useState(false);
  const viewport = useViewport(picture);
  const drawing = useRef<SVGSVGElement>(null);
  return (
    <div class="map">
      <div class="map-tools lab-group" role="toolbar" aria-label="Carte">
        <Action label="Agrandir la carte" icon="add" bare disabled={asText} onClick={() => viewport.zoom(1.25)} />
        <Action label="Réduire la carte" icon="less" bare disabled={asText} onClick={() => viewport.zoom(0.8)} />
        <Action label="Tout montrer" icon="fit" bare disabled={asText || viewport.fits} onClick={viewport.fit} />
        <Action label="En texte" pressed={asText} onClick={() => setAsText(!asText)} />
        <Action
          label="SVG"
          icon="save"
          disabled={asText}
          onClick={() => drawing.current && saveSvg(drawing.current, picture)}
        />
        <Action
          label="PNG"
          icon="save"
          disabled={asText}
          onClick={() => {
            if (drawing.current) savePng(drawing.current, picture).catch(tellNoPng);
          }}
        />
      </div>
      <div class={asText ? 'map-reading' : 'lab-announcement'}>
        <TextMap topology={topology} />
      </div>
      <div class="map-sheet" ref={sheet} hidden={asText}>
        <Drawing lab={lab} picture={picture} topology={topology} viewport={viewport} drawing={drawing} />
      </div>
    </div>
  );
}

const tellNoPng = (): void =>
  tell('saving', { text: 'Ce navigateur ne sait pas en faire une image PNG. Enregistrez le SVG.', actions: [] });
