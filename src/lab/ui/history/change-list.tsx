import type { Change } from '../../protocol.ts';
import { Sign } from './sign.tsx';

const KINDS: Readonly<Record<Change['kind'], string>> = {
  container: 'Conteneur',
  network: 'Réseau',
  endpoint: 'Connexion',
  port: 'Port publié',
  interface: 'Interface',
  address: 'Adresse',
  rule: 'Règle',
};
/** A list of so few is simply shown. */
const FEW = 3;

/** What a command changed. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  return (
    <details class="changes" open={changes.length <= FEW}>
      <summary>
        {changes.length} {changes.length > 1 ? 'changements' : 'changement'}
      </summary>
      <ul>
        {changes.map((change) => (
          <li key={JSON.stringify(change)} data-sign={change.sign}>
            <Sign sign={change.sign} />
            {KINDS[change.kind]}
            {'\u00a0'}: <code>{change.name}</code> {describe(change)}
            {change.kind === 'interface' || change.kind === 'address' ? ` (${change.where})` : ''}
          </li>
        ))}
      </ul>
    </details>
  );
}

const describe = ({ sign, before, detail }: Change): string => (sign === '~' ? `${before} → ${detail}` : detail);
