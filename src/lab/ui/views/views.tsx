import { useEffect } from 'preact/hooks';
import { Action } from '../action.tsx';
import { isPhone, view } from '../dock-state.ts';
import type { Lab } from '../lab.ts';
import mapStyles from '../map/map.css?inline';
import { NetworkMap } from '../map/network-map.tsx';

const style = document.createElement('style');
style.textContent = mapStyles;
document.head.append(style);

/** What can be seen of the lab besides its terminals. */
export function Views({ lab }: { lab: Lab }) {
  useEffect(() => {
    lab.watch(true);
    return () => lab.watch(false);
  }, [lab]);
  return (
    <section class="lab-view" aria-label="Carte du réseau">
      <NetworkMap lab={lab} />
      {!isPhone.value && <ViewSize />}
    </section>
  );
}

function ViewSize() {
  const alone = view.value === 'alone';
  return (
    <div class="lab-view-size">
      <Action
        label={alone ? 'Rendre la place aux terminaux' : 'Agrandir à toute la fenêtre'}
        icon={alone ? 'reduce' : 'enlarge'}
        bare
        onClick={() => {
          view.value = alone ? 'beside' : 'alone';
        }}
      />
    </div>
  );
}
