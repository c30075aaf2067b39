import { useEffect } from 'preact/hooks';
import { dockWidth, place, shape } from './dock-state.ts';

/** Left of a dock at the side, the contents list goes; narrower than this (CSS px), the sidebar goes too. */
const ROOM_FOR_SIDEBAR = 900;

/** Makes room in the page for the dock: nothing of the text is ever behind it. Where the dock covers the page, the page is inert. */
export function usePageRoom(dock: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const element = dock.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => measure(element));
    observer.observe(element);
    const { visualViewport } = window;
    const follow = (): void => followViewport(element);
    visualViewport?.addEventListener('resize', follow);
    visualViewport?.addEventListener('scroll', follow);
    addEventListener('resize', follow);
    follow();
    return () => observer.disconnect();
  }, [dock]);
  useEffect(() => {
    if (dock.current !== null) measure(dock.current);
    cover(dock.current?.parentElement ?? null, shape.value === 'open' && ['sheet', 'whole'].includes(place.value));
  }, [dock, place.value, shape.value]);
}

function measure(dock: HTMLElement): void {
  const root = document.documentElement;
  dockWidth.value = dock.clientWidth;
  const side = place.value === 'side' && shape.value === 'open';
  const covers = shape.value === 'open' && ['sheet', 'whole'].includes(place.value);
  const shown = shape.value !== 'closed' && !covers;
  root.style.setProperty('--lab-foot', shown && !side ? `${dock.offsetHeight}px` : '0px');
  root.style.setProperty('--lab-side', shown && side ? `${dock.offsetWidth}px` : '0px');
  root.toggleAttribute('data-lab-side', shown && side);
  root.toggleAttribute('data-lab-tight', shown && side && innerWidth - dock.offsetWidth < ROOM_FOR_SIDEBAR);
}

/** A phone's keyboard takes from the window what the sheet must not use. */
function followViewport(dock: HTMLElement): void {
  const { height = innerHeight, offsetTop = 0 } = window.visualViewport ?? {};
  dock.style.setProperty('--lab-sheet-height', `${height}px`);
  dock.style.setProperty('--lab-sheet-top', `${offsetTop}px`);
}

/** Where the focus was in the text that the dock covers. */
let covered: HTMLElement | null = null;

function cover(dock: Element | null, covers: boolean): void {
  const focused = document.activeElement as HTMLElement | null;
  const elsewhere = dock?.contains(focused) === false;
  for (const child of document.body.children) if (child !== dock) child.toggleAttribute('inert', covers);
  if (covers && elsewhere) {
    covered = focused;
    dock?.querySelector<HTMLElement>('button')?.focus();
  } else if (!covers) {
    covered?.focus();
    covered = null;
  }
}
