import { Action } from '../action.tsx';
import type { Lab } from '../lab.ts';

/** Says that the lab stands in its past, with the two ways out. */
export function PastNotice({ lab: { travel } }: { lab: Lab }) {
  const at = travel.at.value;
  if (at === undefined) return null;
  return (
    <div class="lab-notice past" role="status">
      <div>
        <p>
          {at === 0 ? 'Vous êtes avant la première commande.' : `Vous êtes juste après la commande ${at}.`} Tapez une
          commande pour repartir d’ici&#8239;: la suite sera gardée.
        </p>
        <Action label="Revenir au présent" main onClick={() => travel.comeBack()} />
        <Action label="Repartir d’ici" onClick={() => travel.goOnFromHere()} />
      </div>
    </div>
  );
}
