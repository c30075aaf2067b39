import { useEffect, useRef } from 'preact/hooks';
import { arrangement, isPhone, shape } from './dock-state.ts';
import type { Lab } from './lab.ts';
import { panelId, tabId, Whereabouts } from './terminal-tabs.tsx';
import type { TerminalView } from './terminal-view.ts';
import { Why } from './why.tsx';
import { WindowActions } from './window-actions.tsx';

/** The terminal windows: the selected one, or all of them beside each other. */
export function TerminalPanes({ lab }: { lab: Lab }) {
  const { shown } = lab.windows;
  if (shown.value.length === 0) return <p class="lab-empty">{emptyText(lab)}</p>;
  const columns = arrangement(shown.value.length) === 'columns';
  return (
    <div class="lab-panes">
      {shown.value.map((view) => (
        <Pane key={view} lab={lab} view={view} columns={columns} />
      ))}
    </div>
  );
}

const emptyText = ({ status }: Lab): string =>
  ({
    starting: 'Le laboratoire démarre…',
    ready: 'Aucun terminal n’est ouvert.',
    lost: 'Le laboratoire ne répond pas.',
  })[status.value];

function Pane({ lab, view, columns }: { lab: Lab; view: TerminalView; columns: boolean }) {
  const { name } = view;
  const window = useRef<HTMLDivElement>(null);
  useEffect(() => (window.current ? view.mount(window.current) : undefined), [view]);
  useEffect(() => {
    view.fontSize = isPhone.value ? 12 : 13;
  }, [view, isPhone.value]);
  const selected = lab.windows.selected.value === name;
  const role = columns
    ? { role: 'group' as const, 'aria-label': `Terminal ${name}` }
    : { role: 'tabpanel' as const, 'aria-labelledby': tabId(name) };
  return (
    <div
      class="lab-pane"
      id={panelId(name)}
      {...role}
      hidden={!columns && !selected}
      data-selected={columns && selected ? '' : undefined}
      onFocusIn={() => {
        lab.windows.selected.value = name;
      }}
    >
      {columns && shape.value === 'open' && (
        <div class="lab-pane-bar">
          <span class="lab-name">Terminal {name}</span> <Whereabouts view={view} />
          <WindowActions lab={lab} name={name} />
        </div>
      )}
      <div class="lab-window" ref={window} />
      <Why lab={lab} view={view} />
    </div>
  );
}
