import type { TopologyNetwork } from '../../protocol.ts';
import { Action } from '../action.tsx';
import type { Lab } from '../lab.ts';
import { capturedOf, captureName } from './captured.ts';
import { commandsOf } from './commands.ts';
import { factsOf } from './facts.ts';
import { nodeLabel } from './nodes.tsx';
import type { PictureNode } from './picture.ts';
import { download } from './save-picture.ts';

interface DetailsProps {
  readonly lab: Lab;
  readonly node: PictureNode;
  readonly networks: readonly TopologyNetwork[];
  /** Without it only the facts are shown: the reader merely points at the node. */
  readonly onClose?: () => void;
}

/** What each interface has sent and received, as a file for Wireshark or tcpdump. */
function Captures({ lab, node }: Pick<DetailsProps, 'lab' | 'node'>) {
  const captured = capturedOf(node);
  if (captured.length === 0) return null;
  return (
    <details class="map-captures" open={captured.length === 1}>
      <summary>Captures pcapng</summary>
      {captured.map((of) => (
        <Action
          key={of.device}
          label={`Capture de ${of.device}`}
          icon="save"
          onClick={async () => {
            const file = await lab.capture(of);
            download(new Blob([file], { type: 'application/x-pcapng' }), captureName(node, of.device));
          }}
        />
      ))}
    </details>
  );
}

/** What is known of the node that the reader points at or has chosen, and what can be done with it. */
export function NodeDetails({ lab, node, networks, onClose }: DetailsProps) {
  return (
    <aside class="map-details" aria-label={nodeLabel(node)}>
      <header>
        <h3>{node.of.name}</h3>
        {onClose && <Action label="Fermer ces détails" icon="close" bare onClick={onClose} />}
      </header>
      <dl>
        {factsOf(node, networks).map(({ name, values }) => (
          <div key={name}>
            <dt>{name}</dt>
            {values.filter(Boolean).map((value) => (
              <dd key={value}>{value}</dd>
            ))}
          </div>
        ))}
      </dl>
      {onClose && <Captures lab={lab} node={node} />}
      {onClose && (
        <ul class="map-commands">
          {commandsOf(node, networks).map(({ label, line, stays }) => (
            <li key={line}>
              <button type="button" class="map-command" title={line} onClick={() => lab.type(line, stays)}>
                {label}
                <code>{line}</code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}
