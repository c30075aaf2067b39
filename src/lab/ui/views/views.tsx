import { useEffect } from 'preact/hooks';
import { Action } from '../action.tsx';
import { isPhone, view, viewTab } from '../dock-state.ts';
import { CommandList } from '../history/command-list.tsx';
import historyStyles from '../history/history.css?inline';
import { PastNotice } from '../history/past-notice.tsx';
import type { Lab } from '../lab.ts';
import mapStyles from '../map/map.css?inline';
import { NetworkMap } from '../map/network-map.tsx';
import packetsStyles from '../packets/packets.css?inline';
import { PacketsView } from '../packets/packets-view.tsx';

const style = document.createElement('style');
style.textContent = mapStyles + historyStyles + packetsStyles;
document.head.append(style);

const TABS = [
  { id: 'map', label: 'Carte', View: NetworkMap },
  { id: 'packets', label: 'Paquets', View: PacketsView },
  { id: 'commands', label: 'Commandes', View: CommandList },
] as const;

/** What can be seen of the lab besides its terminals. */
export function Views({ lab }: { lab: Lab }) {
  const exchanges = viewTab.value === 'packets';
  useEffect(() => {
    lab.watch({ topology: true, exchanges });
    return () => lab.watch({ topology: false, exchanges: false });
  }, [lab, exchanges]);
  const { View, label } = TABS.find(({ id }) => id === viewTab.value) ?? TABS[0];
  return (
    <section class="lab-view" aria-label="Vues du laboratoire">
      <div class="lab-view-bar">
        <ViewTabs />
        {!isPhone.value && <ViewSize />}
      </div>
      <PastNotice lab={lab} />
      <div class="lab-view-body" role="tabpanel" aria-label={label}>
        <View lab={lab} />
      </div>
    </section>
  );
}

function ViewTabs() {
  return (
    <div class="lab-tabs" role="tablist" aria-label="Vues" onKeyDown={turn}>
      {TABS.map(({ id, label }) => (
        <button
          type="button"
          class="lab-tab"
          role="tab"
          key={id}
          aria-selected={id === viewTab.value}
          tabIndex={id === viewTab.value ? 0 : -1}
          onClick={() => {
            viewTab.value = id;
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Arrow keys go from tab to tab. */
function turn(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const at = TABS.findIndex(({ id }) => id === viewTab.value);
  const next = (at + step + TABS.length) % TABS.length;
  viewTab.value = TABS[next]?.id ?? 'map';
  event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
}

function ViewSize() {
  const alone = view.value === 'alone';
  return (
    <Action
      label={alone ? 'Rendre la place aux terminaux' : 'Agrandir à toute la fenêtre'}
      icon={alone ? 'reduce' : 'enlarge'}
      bare
      onClick={() => {
        view.value = alone ? 'beside' : 'alone';
      }}
    />
  );
}
