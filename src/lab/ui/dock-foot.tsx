import { Action } from './action.tsx';
import { isPhone } from './dock-state.ts';
import type { Lab } from './lab.ts';
import { tell } from './notices.ts';
import { prefer, preferences } from './preferences.ts';
import { Shortcuts } from './shortcuts.tsx';

/** Keys that a phone's keyboard lacks, and what they send. */
const KEYS = [
  ['Échap', '\x1b'],
  ['Tab', '\t'],
  ['Ctrl+C', '\x03'],
  ['←', '\x1b[D', 'À gauche'],
  ['↑', '\x1b[A', 'Commande précédente'],
  ['↓', '\x1b[B', 'Commande suivante'],
  ['→', '\x1b[C', 'À droite'],
] as const;

/** The dock's last row: how to leave a terminal, copying and pasting, the screen reader's switch; on a phone, keys. */
export function DockFoot({ lab }: { lab: Lab }) {
  const view = lab.windows.named(lab.windows.selected.value);
  return (
    <div class="lab-foot">
      {isPhone.value && (
        <div class="lab-keys" role="toolbar" aria-label="Touches">
          <button
            type="button"
            class="lab-action"
            aria-pressed={view?.ctrl.value === true}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => {
              if (view) view.ctrl.value = !view.ctrl.value;
            }}
          >
            Ctrl
          </button>
          {KEYS.map(([key, data, label]) => (
            // Pressing one leaves the focus, and so the phone's keyboard, where it is.
            <button
              type="button"
              class="lab-action"
              key={key}
              aria-label={label}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => view?.type(data)}
            >
              {key}
            </button>
          ))}
        </div>
      )}
      <p class="lab-hint">
        <kbd>Échap</kbd> puis <kbd>Tab</kbd>
        {'\u00a0'}: sortir du terminal.
        {!isPhone.value && <FocusHint />}
      </p>
      <div class="lab-group">
        <Action label="Copier" disabled={view === undefined} onClick={() => copy(lab)} />
        <Action label="Coller" disabled={view === undefined} onClick={() => paste(lab)} />
        <Action
          label="Lecteur d’écran"
          pressed={preferences.value.screenReader}
          onClick={() => switchScreenReader(lab)}
        />
        <Shortcuts />
      </div>
    </div>
  );
}

const FocusHint = () => (
  <>
    {' '}
    <kbd>F6</kbd>
    {'\u00a0'}: passer du texte au laboratoire.
  </>
);

function copy(lab: Lab): void {
  if (lab.windows.named(lab.windows.selected.value)?.copy()) return;
  tell('clipboard', { text: 'Sélectionnez d’abord du texte dans le terminal.', actions: [] });
}

async function paste(lab: Lab): Promise<void> {
  const view = lab.windows.named(lab.windows.selected.value);
  try {
    view?.paste(await navigator.clipboard.readText());
    view?.focus();
  } catch {
    tell('clipboard', { text: 'Le navigateur refuse de coller ici. Utilisez Ctrl+V dans le terminal.', actions: [] });
  }
}

function switchScreenReader(lab: Lab): void {
  prefer({ screenReader: !preferences.value.screenReader });
  for (const view of lab.windows.shown.value) view.screenReader = preferences.value.screenReader;
}
