import type { TopologyMachine } from '../../protocol.ts';
import { stateText } from './cards.ts';
import type { NetworkStyles } from './network-style.ts';
import type { Picture, PictureNode, Wire } from './picture.ts';

interface NodeProps {
  readonly node: PictureNode;
  readonly styles: NetworkStyles;
  readonly active: boolean;
  readonly tabbable: boolean;
}

/** One thing on the map that can be pointed at. */
export function MapNode({ node, styles, active, tabbable }: NodeProps) {
  const { x, y } = node.box;
  return (
    <g
      class={`map-node ${node.kind}`}
      data-node={node.id}
      data-active={active ? '' : undefined}
      style={{ transform: `translate(${x}px, ${y}px)` }}
      tabindex={tabbable ? 0 : -1}
      role="button"
      aria-label={nodeLabel(node)}
      aria-pressed={active}
      {...lookOf(node, styles)}
    >
      <Shape node={node} styles={styles} />
    </g>
  );
}

function lookOf(node: PictureNode, styles: NetworkStyles) {
  if (node.kind === 'network') return { 'data-look': styles.lookOf(node.of.id) };
  return node.kind === 'container' ? { 'data-state': node.of.state } : {};
}

/** What is said of it. */
export function nodeLabel(node: PictureNode): string {
  switch (node.kind) {
    case 'machine':
      return `Machine ${node.of.name}`;
    case 'interface':
      return `Interface ${node.of.name} de ${node.machine}, ${node.of.addresses[0] ?? 'sans adresse'}`;
    case 'network':
      return `Réseau ${node.of.name}, ${node.of.driver}, ${node.of.subnets.join(', ')}`;
    case 'container':
      return `Conteneur ${node.of.name}, ${stateText(node.of)}`;
  }
}

function Shape({ node, styles }: { node: PictureNode; styles: NetworkStyles }) {
  switch (node.kind) {
    case 'machine':
      return <MachineShape node={node} />;
    case 'interface':
      return <InterfaceShape node={node} />;
    case 'network':
      return <NetworkShape node={node} styles={styles} />;
    case 'container':
      return <ContainerShape node={node} styles={styles} />;
  }
}

type Node<Kind> = Extract<PictureNode, { kind: Kind }>;

/** What lies beyond the LAN is the gateway's to reach: it stands for it. */
const outside = ({ interfaces }: TopologyMachine): string | undefined =>
  interfaces
    .flatMap(({ kind, addresses }) => (kind === 'loopback' ? addresses : []))
    .find((each) => each.endsWith('/32'));

function MachineShape({ node: { box, of } }: { node: Node<'machine'> }) {
  const beyond = outside(of)?.replace('/32', '');
  return (
    <>
      <rect class="frame" width={box.width} height={box.height} rx="8" />
      <text class="machine-name" x={box.width - 14} y={beyond ? 18 : 38}>
        {of.name === 'gateway' ? 'passerelle' : of.name}
      </text>
      {beyond && (
        <text class="mono end" x={box.width - 14} y="34">
          {`extérieur\u00a0: ${beyond}`}
        </text>
      )}
    </>
  );
}

const InterfaceShape = ({ node: { box, of } }: { node: Node<'interface'> }) => (
  <>
    <rect class="chip" data-up={of.up ? '' : undefined} width={box.width} height={box.height} rx="5" />
    <text class="strong" x={box.width / 2} y="14">
      {of.name}
    </text>
    <text class="mono" x={box.width / 2} y="28">
      {of.addresses[0]?.split('/')[0] ?? 'sans adresse'}
    </text>
  </>
);

function NetworkShape({ node: { box, of }, styles }: { node: Node<'network'>; styles: NetworkStyles }) {
  const look = styles.lookOf(of.id);
  const names = [of.name, of.device && of.device !== of.name ? `(${of.device})` : '', of.internal ? 'interne' : ''];
  return (
    <>
      <rect class="bar" width={box.width} height={box.height} rx="5" />
      <rect class="pattern" width={box.width} height={box.height} rx="5" fill={`url(#map-look-${look})`} />
      <rect class="label-plate" x={box.width / 2 - 92} y="3" width="184" height={box.height - 6} rx="4" />
      <text class="strong" x={box.width / 2} y="15">
        {names.filter(Boolean).join(' ')}
      </text>
      <text class="mono" x={box.width / 2} y="29">
        {of.driver === 'bridge' ? '' : `${of.driver}, `}
        {of.subnets[0] ?? ''}
      </text>
    </>
  );
}

function ContainerShape({ node: { box, of, lines }, styles }: { node: Node<'container'>; styles: NetworkStyles }) {
  const compact = box.width < 120;
  return (
    <>
      <rect class="card" width={box.width} height={box.height} rx="5" />
      <circle class="state" cx="12" cy={compact ? 12 : 14} r="4" />
      <text class="strong start" x="22" y={compact ? 16 : 18}>
        {shortened(of.name, compact ? 11 : 18)}
      </text>
      {lines.map(({ text, network }, index) => (
        <text
          class={`start${network ? ' mono' : ''}`}
          key={text}
          x="10"
          y={(compact ? 30 : 35) + index * (compact ? 14 : 15)}
          data-look={network === undefined ? undefined : styles.lookOf(network)}
        >
          {shortened(text, compact ? 16 : 24)}
        </text>
      ))}
    </>
  );
}

const shortened = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** A wire with its ports: where it enters a bridge there is a dot. */
export function MapWire({ wire, styles }: { wire: Wire; styles: NetworkStyles }) {
  const path = wire.points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const [x, y] = wire.points[0] ?? [0, 0];
  return (
    <g
      class={`map-wire ${wire.kind}`}
      data-wire={wire.id}
      data-up={wire.up ? '' : undefined}
      data-look={wire.network === undefined || wire.kind !== 'veth' ? undefined : styles.lookOf(wire.network)}
    >
      <title>{wire.title}</title>
      <path d={path} style={{ d: `path("${path}")` }} />
      {wire.kind === 'veth' && <circle class="port" style={{ transform: `translate(${x}px, ${y}px)` }} r="4" />}
    </g>
  );
}

/** Areas without a box of their own. */
export const MapZone = ({ zone: { label, box } }: { zone: Picture['zones'][number] }) => (
  <g class="map-zone" style={{ transform: `translate(${box.x}px, ${box.y}px)` }}>
    <rect width={box.width} height={box.height + 8} rx="6" />
    <text class="start" x="10" y="18">
      {label}
    </text>
  </g>
);

const PATTERNS = ['', 'M0 10L10 0', 'M5 0V10', 'M2 5H5', 'M0 0L10 10M0 10L10 0', 'M0 5H10'];

/** The networks' patterns. */
export const MapPatterns = () => (
  <defs>
    {PATTERNS.map((path, look) => (
      <pattern key={path} id={`map-look-${look}`} width="10" height="10" patternUnits="userSpaceOnUse">
        <path d={path} class="map-pattern" />
      </pattern>
    ))}
  </defs>
);
