import { useEffect, useRef } from 'preact/hooks';
import { DockBar } from './dock-bar.tsx';
import { DockFoot } from './dock-foot.tsx';
import { DockNotices } from './dock-notices.tsx';
import { isPhone, place, shape, view } from './dock-state.ts';
import type { Lab } from './lab.ts';
import { usePageRoom } from './page-room.ts';
import { preferences } from './preferences.ts';
import { Resizer } from './resizer.tsx';
import { TerminalPanes } from './terminal-panes.tsx';
import { LazyViews } from './views/lazy-views.tsx';

/** The lab as it stands in the window. */
export function Dock({ lab }: { lab: Lab }) {
  const dock = useRef<HTMLElement>(null);
  usePageRoom(dock);
  useFocusKeys(dock, lab);
  const open = shape.value === 'open';
  const { height, width } = preferences.value;
  return (
    <section
      class="lab-dock"
      aria-label="Laboratoire"
      ref={dock}
      hidden={shape.value === 'closed'}
      data-place={place.value}
      data-shape={shape.value}
      style={{ '--lab-height': `${height}px`, '--lab-width': `${width}px` }}
    >
      {open && <Resizer />}
      <DockBar lab={lab} />
      <DockNotices />
      <div class="lab-body" hidden={!open}>
        <div class="lab-work" data-view={view.value}>
          <LazyViews lab={lab} />
          <div class="lab-terminals" hidden={view.value === 'alone' || (isPhone.value && view.value !== undefined)}>
            <TerminalPanes lab={lab} />
          </div>
        </div>
        <DockFoot lab={lab} />
      </div>
    </section>
  );
}

/** F6 goes from the text to the terminal and back to where the reader was; Escape then Tab leaves the terminal for the dock's own buttons. */
function useFocusKeys(dock: { readonly current: HTMLElement | null }, lab: Lab): void {
  useEffect(() => {
    let left = document.activeElement as HTMLElement | null;
    lab.onLeave = (backward) => {
      const [before, after] = ['.lab-bar [role=tab][tabindex="0"], .lab-bar button', '.lab-foot .lab-group button'];
      dock.current?.querySelector<HTMLElement>(backward ? before : after)?.focus();
    };
    const inDock = (node: unknown): boolean => dock.current?.contains(node as Node) === true;
    const onFocus = ({ target }: FocusEvent): void => {
      if (!inDock(target)) left = target as HTMLElement;
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || shape.value === 'closed') return;
      event.preventDefault();
      if (inDock(document.activeElement)) return textTarget(left)?.focus();
      shape.value = 'open';
      lab.windows.named(lab.windows.selected.value)?.focus();
    };
    document.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    };
  }, [dock, lab]);
}

/** Where the reader was in the text, or else the page's first block. */
const textTarget = (left: HTMLElement | null): HTMLElement | null =>
  left?.isConnected && left !== document.body
    ? left
    : document.querySelector<HTMLElement>('[data-essayer-run], main a');
