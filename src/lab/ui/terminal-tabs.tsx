import { useEffect } from 'preact/hooks';
import { enlarged, shape } from './dock-state.ts';
import type { Lab } from './lab.ts';
import type { TerminalView } from './terminal-view.ts';

export const tabId = (name: string): string => `lab-tab-${name}`;
export const panelId = (name: string): string => `lab-terminal-${name}`;

/** Where a terminal stands, in words: « hôte docker1 », « conteneur alpine1 ». */
export function Whereabouts({ view }: { view: TerminalView }) {
  const state = view.state.value;
  if (state === undefined) return null;
  const words = state.container === undefined ? `hôte ${state.host}` : `conteneur ${state.container}`;
  return <span class="lab-where">{words}</span>;
}

export function TerminalTabs({ lab }: { lab: Lab }) {
  const { shown, selected } = lab.windows;
  useEffect(() => {
    document.getElementById(tabId(selected.value ?? ''))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected.value, lab.windows.named(selected.value)?.state.value]);
  if (shown.value.length === 0) return null;
  const select = (name: string): void => {
    selected.value = name;
    shape.value = 'open';
  };
  const move = (event: KeyboardEvent): void => {
    const target = neighbour(shown.value, selected.value, event.key);
    if (event.key === 'Delete' && selected.value !== undefined) lab.close(selected.value);
    if (target === undefined) return;
    event.preventDefault();
    select(target);
    document.getElementById(tabId(target))?.focus();
  };
  return (
    <div
      class="lab-tabs"
      role="tablist"
      aria-label={enlarged.value ? 'Terminal agrandi' : 'Terminaux'}
      onKeyDown={move}
    >
      {shown.value.map((view) => (
        <button
          type="button"
          key={view.name}
          role="tab"
          id={tabId(view.name)}
          class="lab-tab"
          aria-selected={view.name === selected.value}
          aria-controls={panelId(view.name)}
          tabIndex={view.name === selected.value ? 0 : -1}
          onClick={() => {
            select(view.name);
            view.focus();
          }}
        >
          <span class="lab-name">Terminal {view.name}</span> <Whereabouts view={view} />
        </button>
      ))}
    </div>
  );
}

function neighbour(views: readonly TerminalView[], name: string | undefined, key: string): string | undefined {
  const at = views.findIndex((view) => view.name === name);
  const last = views.length - 1;
  const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at - 1, Home: 0, End: last }[key];
  return to === undefined ? undefined : views.at(to)?.name;
}
