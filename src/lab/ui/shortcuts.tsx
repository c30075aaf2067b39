import { useEffect, useRef } from 'preact/hooks';
import { Action } from './action.tsx';

const SHORTCUTS = [
  ['F6', 'Passer du texte au laboratoire, et retour'],
  ['Échap puis Tab', 'Sortir du terminal'],
  ['Ctrl+Maj+C, Ctrl+V', 'Copier, coller dans le terminal'],
  ['Flèches', 'Sur la carte\u00a0: d’un élément à l’autre\u00a0; dans un chemin\u00a0: d’une étape à l’autre'],
  ['Entrée, Échap', 'Sur la carte\u00a0: voir un élément, le quitter'],
  ['+, −, 0', 'Sur la carte\u00a0: agrandir, réduire, tout montrer'],
  ['Maj+flèches', 'Sur la carte\u00a0: se déplacer'],
  ['?', 'Cette liste'],
] as const;

/** The list of the lab's keys: by its button, or by `?` outside of terminals and fields. */
export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.key !== '?' || !target.closest('.lab-dock') || target.matches('input, textarea, select')) return;
      event.preventDefault();
      dialog.current?.showModal();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Action label="Raccourcis" onClick={() => dialog.current?.showModal()} />
      <dialog class="lab-shortcuts" ref={dialog} aria-label="Raccourcis clavier">
        <dl>
          {SHORTCUTS.map(([keys, meaning]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <Action label="Fermer" onClick={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}
