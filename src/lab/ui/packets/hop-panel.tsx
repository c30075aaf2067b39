import { signal } from '@preact/signals';
import type { Layer, ShownHop } from '../../protocol.ts';

type Field = Layer['fields'][number];
type Table = NonNullable<ShownHop['table']>;

const TABLES: Readonly<Record<Table['name'], string>> = {
  routes: 'Table de routage',
  neighbours: 'Voisins connus (ARP)',
  forwarding: 'Adresses apprises par le pont',
  rules: 'Règles de la chaîne',
  connections: 'Connexions suivies',
};

/** What happened at one hop: the sentence, the table that mattered with the line used, the packet layer by layer with its bytes. */
export function HopPanel({ hop }: { hop: ShownHop }) {
  return (
    <div class="hop">
      <p class="hop-sentence" role="status">
        {hop.sentence}
      </p>
      {hop.table && <TableBox table={hop.table} />}
      {hop.bytes && <PacketBox layers={hop.layers} bytes={hop.bytes} />}
    </div>
  );
}

function TableBox({ table: { name, lines, used } }: { table: Table }) {
  return (
    <details class="hop-table" open>
      <summary>{TABLES[name]}</summary>
      <ol>
        {lines.length === 0 && <li>(vide)</li>}
        {lines.map((line, index) => (
          <li key={line} aria-current={index === used ? 'true' : undefined}>
            <code>{line}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The field whose bytes are marked. */
const marked = signal<Field | undefined>(undefined);

function PacketBox({ layers, bytes }: { layers: readonly Layer[]; bytes: Uint8Array }) {
  return (
    <details class="hop-packet">
      <summary>Le paquet, couche par couche ({bytes.length} octets)</summary>
      {layers.map(({ name, fields }) => (
        <section key={name}>
          <h3>{name}</h3>
          <dl>
            {fields.map((field) => (
              <div
                key={`${field.name} ${field.start}`}
                onPointerEnter={() => {
                  marked.value = field;
                }}
                onPointerLeave={() => {
                  marked.value = undefined;
                }}
              >
                <dt>{field.name}</dt>
                <dd>{field.value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Bytes bytes={bytes} />
    </details>
  );
}

/** So many bytes are shown. */
const MOST = 512;

function Bytes({ bytes }: { bytes: Uint8Array }) {
  const { start = 0, end = 0 } = marked.value ?? {};
  const shown = [...bytes.subarray(0, MOST)].map((byte) => byte.toString(16).padStart(2, '0'));
  return (
    <p class="hop-bytes">
      {shown.slice(0, start).join(' ')} <mark>{shown.slice(start, end).join(' ')}</mark> {shown.slice(end).join(' ')}
      {bytes.length > MOST && ' …'}
    </p>
  );
}
