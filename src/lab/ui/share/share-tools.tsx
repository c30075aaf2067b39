import { useRef } from 'preact/hooks';
import { Action } from '../action.tsx';
import type { Lab } from '../lab.ts';
import { download } from '../map/save-picture.ts';
import { copyLink, fileOf, offerShared } from './share.ts';

/** Keeping the lab elsewhere, and opening one that comes from elsewhere. */
export function ShareTools({ lab }: { lab: Lab }) {
  const input = useRef<HTMLInputElement>(null);
  const open = async (file: File | undefined): Promise<void> => {
    if (file) await offerShared(lab, await file.text());
    if (input.current) input.current.value = '';
  };
  return (
    <div class="map-tools lab-group" role="toolbar" aria-label="Garder et partager">
      <Action label="Copier un lien" icon="link" onClick={() => lab.history && copyLink(lab.history)} />
      <Action
        label="Enregistrer un fichier"
        icon="save"
        onClick={async () => lab.history && download(await fileOf(lab.history), 'laboratoire.passerelle')}
      />
      <Action label="Ouvrir un fichier" icon="unfold" onClick={() => input.current?.click()} />
      <input
        type="file"
        ref={input}
        hidden
        accept=".passerelle"
        aria-label="Fichier de laboratoire"
        onChange={(event) => open(event.currentTarget.files?.[0])}
      />
    </div>
  );
}
