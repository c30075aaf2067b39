import { Action } from './action.tsx';
import { enlarged, isPhone, shape } from './dock-state.ts';
import type { Lab } from './lab.ts';

/** What can be done with one terminal window. */
export function WindowActions({ lab, name }: { lab: Lab; name: string }) {
  const enlarge = (): void => {
    lab.windows.selected.value = name;
    enlarged.value = !enlarged.value;
    shape.value = 'open';
    lab.windows.named(name)?.focus();
  };
  return (
    <>
      {!isPhone.value && (
        <Action
          label={enlarged.value ? 'Réduire le terminal' : `Agrandir le terminal ${name}`}
          icon={enlarged.value ? 'reduce' : 'enlarge'}
          bare
          onClick={enlarge}
        />
      )}
      <Action label={`Fermer le terminal ${name}`} icon="close" bare onClick={() => lab.close(name)} />
    </>
  );
}
