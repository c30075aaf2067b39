import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { view } from '../dock-state.ts';
import type { Lab } from '../lab.ts';
import { tell } from '../notices.ts';

const loaded = signal<typeof import('./views.tsx') | undefined>(undefined);

/** The views beside the terminals; their script is fetched when one is first opened. */
export function LazyViews({ lab }: { lab: Lab }) {
  const wanted = view.value !== undefined;
  useEffect(() => {
    if (wanted && loaded.value === undefined) fetchViews();
  }, [wanted]);
  if (!wanted) return null;
  const module = loaded.value;
  return module ? <module.Views lab={lab} /> : <p class="lab-empty">La carte se prépare…</p>;
}

async function fetchViews(): Promise<void> {
  try {
    loaded.value = await import('./views.tsx');
  } catch {
    view.value = undefined;
    tell('views', { text: 'La carte n’a pas pu être chargée\u00a0: vérifiez la connexion.', actions: [] });
  }
}
