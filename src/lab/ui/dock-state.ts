import { computed, type Signal, signal } from '@preact/signals';
import { prefer, preferences } from './preferences.ts';

/** `folded`: only its bar is seen. */
export type DockShape = 'closed' | 'folded' | 'open';

const matching = (query: string): Signal<boolean> => {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => {
    matches.value = list.matches;
  });
  return matches;
};

export const shape = signal<DockShape>('closed');
/** One terminal has the whole window. */
export const enlarged = signal(false);
/** What is looked at beside the terminals; `alone`: instead of them, in the whole window. */
export const view = signal<'beside' | 'alone' | undefined>(undefined);
/** Which of the views is looked at. */
export const viewTab = signal<'map' | 'packets' | 'commands'>('map');
/** The dock's own width, in CSS pixels. */
export const dockWidth = signal(0);
/** A phone: the dock is a sheet over the text. */
export const isPhone = matching('(max-width: 49.99rem)');
/** Wide enough for the dock to stand beside the text. */
export const sideFits = matching('(min-width: 64rem)');

/** Where the dock stands now, whatever the reader would like. */
export const place = computed<'sheet' | 'foot' | 'side' | 'whole'>(() => {
  if (isPhone.value) return 'sheet';
  if (enlarged.value || view.value === 'alone') return 'whole';
  return preferences.value.place === 'side' && sideFits.value ? 'side' : 'foot';
});

/** A terminal of so many pixels holds a table of 80 columns badly, but holds it. */
const LEAST_WIDTH = 360;

/** How terminals are arranged: beside each other only where that leaves each of them wide enough. */
export const arrangement = (terminals: number): 'tabs' | 'columns' => {
  const fits = dockWidth.value / terminals >= LEAST_WIDTH;
  return !enlarged.value && terminals > 1 && fits && preferences.value.layout === 'columns' ? 'columns' : 'tabs';
};

/** A picture, or a packet's way, wants so much of the window (CSS pixels). */
const LEAST_FOR_VIEWS = 460;

/** Shows the views beside the terminals. */
export function openViews(): void {
  shape.value = 'open';
  view.value ??= 'beside';
  if (preferences.value.height < LEAST_FOR_VIEWS)
    prefer({ height: Math.min(LEAST_FOR_VIEWS, Math.round(innerHeight * 0.6)) });
}
