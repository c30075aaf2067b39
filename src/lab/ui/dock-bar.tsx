import { Action } from './action.tsx';
import { essayNext } from './block-run.ts';
import { showChip } from './chip.ts';
import { arrangement, enlarged, isPhone, openViews, place, shape, sideFits, view } from './dock-state.ts';
import type { Lab } from './lab.ts';
import { dismiss, tell } from './notices.ts';
import { nextBlock, pageBlocks } from './page-blocks.ts';
import { prefer, preferences } from './preferences.ts';
import { TerminalTabs } from './terminal-tabs.tsx';
import { WindowActions } from './window-actions.tsx';

/** The dock's first row: the terminals' tabs, what can be done with the lab, where the dock stands. */
export function DockBar({ lab }: { lab: Lab }) {
  const { shown } = lab.windows;
  const ready = lab.status.value === 'ready';
  const tabs = arrangement(shown.value.length) === 'tabs';
  return (
    <div class="lab-bar">
      {isPhone.value ? <Back /> : <h2>Laboratoire</h2>}
      <div class="lab-windows">
        {tabs && <TerminalTabs lab={lab} />}
        <Action
          label="Nouveau terminal"
          icon="add"
          bare={shown.value.length > 0}
          disabled={!ready}
          onClick={() => {
            shape.value = 'open';
            enlarged.value = false;
            lab.open().then(() => lab.windows.named(lab.windows.selected.value)?.focus());
          }}
        />
        {tabs && lab.windows.selected.value !== undefined && (
          <WindowActions lab={lab} name={lab.windows.selected.value} />
        )}
      </div>
      <LabActions lab={lab} />
      {!isPhone.value && <PlaceActions several={shown.value.length > 1} />}
    </div>
  );
}

/** On a phone, the sheet hides the text. */
function Back() {
  return shape.value === 'open' ? (
    <Action label="Revenir au texte" icon="back" onClick={() => fold()} />
  ) : (
    <Action label="Ouvrir le laboratoire" icon="unfold" onClick={() => unfold()} />
  );
}

function LabActions({ lab }: { lab: Lab }) {
  const next = nextBlock(pageBlocks(), lab.done.value);
  return (
    <div class="lab-group" role="toolbar" aria-label="Actions du laboratoire" onKeyDown={moveAlong}>
      <Action
        label="Étape suivante"
        icon="next"
        main
        disabled={next === undefined || lab.running.value !== undefined || lab.status.value !== 'ready'}
        onClick={() => essayNext(lab)}
      />
      <Action
        label="Carte du réseau"
        icon="map"
        bare={isPhone.value}
        pressed={view.value !== undefined && shape.value === 'open'}
        onClick={toggleView}
      />
      {(shape.value === 'open' || !isPhone.value) && (
        <Action label="Réinitialiser" icon="reset" bare={isPhone.value} onClick={() => askReset(lab)} />
      )}
    </div>
  );
}

function PlaceActions({ several }: { several: boolean }) {
  const columns = preferences.value.layout === 'columns';
  const side = preferences.value.place === 'side';
  return (
    <div class="lab-group" role="toolbar" aria-label="Disposition du laboratoire" onKeyDown={moveAlong}>
      {several && place.value !== 'whole' && (
        <Action
          label={columns ? 'Terminaux en onglets' : 'Terminaux côte à côte'}
          icon={columns ? 'tabs' : 'columns'}
          bare
          onClick={() => prefer({ layout: columns ? 'tabs' : 'columns' })}
        />
      )}
      {sideFits.value && place.value !== 'whole' && (
        <Action
          label={side ? 'Placer en bas' : 'Placer à droite'}
          icon={side ? 'foot' : 'side'}
          bare
          onClick={() => prefer({ place: side ? 'foot' : 'side' })}
        />
      )}
      {shape.value === 'open' ? (
        <Action label="Replier le laboratoire" icon="fold" bare onClick={() => fold()} />
      ) : (
        <Action label="Déplier le laboratoire" icon="unfold" bare onClick={() => unfold()} />
      )}
      <Action label="Fermer le laboratoire" icon="close" bare onClick={() => closeDock()} />
    </div>
  );
}

const unfold = (): void => {
  shape.value = 'open';
};

/** What stood in the whole window gives it back. */
function reduce(): void {
  enlarged.value = false;
  if (view.value === 'alone') view.value = 'beside';
}

function toggleView(): void {
  enlarged.value = false;
  if (view.value !== undefined && shape.value === 'open') view.value = undefined;
  else openViews();
}

function fold(): void {
  shape.value = 'folded';
  reduce();
}

function closeDock(): void {
  shape.value = 'closed';
  reduce();
  showChip(unfold);
}

function askReset(lab: Lab): void {
  tell('reset', {
    text: 'Effacer tout ce qui a été fait et repartir d’un laboratoire neuf\u202f?',
    answers: true,
    actions: [
      {
        label: 'Tout réinitialiser',
        run: () => {
          dismiss('block');
          lab.reset();
        },
      },
      { label: 'Annuler', run: () => {} },
    ],
  });
}

/** Arrow keys go from button to button, as in any toolbar. */
function moveAlong(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:enabled')];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  buttons.at((at + step) % buttons.length)?.focus();
}
