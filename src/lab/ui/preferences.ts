import { signal } from '@preact/signals';

/** How a reader likes the dock. Sizes in CSS pixels. */
export interface Preferences {
  readonly place: 'foot' | 'side';
  readonly height: number;
  readonly width: number;
  readonly layout: 'tabs' | 'columns';
  readonly screenReader: boolean;
}

const KEY = 'passerelle:dock';
const DEFAULTS: Preferences = { place: 'foot', height: 340, width: 520, layout: 'columns', screenReader: false };

const size = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && value >= 100 && value <= 10_000 ? value : otherwise;

/** Reads kept preferences; what is missing or wrong is as by default. */
export function parsePreferences(text: string | null): Preferences {
  let kept: Partial<Record<keyof Preferences, unknown>> | null;
  try {
    kept = JSON.parse(text ?? 'null');
  } catch {
    kept = null;
  }
  return {
    place: kept?.place === 'side' ? 'side' : 'foot',
    height: size(kept?.height, DEFAULTS.height),
    width: size(kept?.width, DEFAULTS.width),
    layout: kept?.layout === 'tabs' ? 'tabs' : 'columns',
    screenReader: kept?.screenReader === true,
  };
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const preferences = signal<Preferences>(parsePreferences(read()));

export function prefer(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.value));
  } catch {
    // Storage refused: the preference holds for this page.
  }
}
