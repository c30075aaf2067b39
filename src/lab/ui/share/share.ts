import type { History } from '../../protocol.ts';
import { SHARED_LAB } from '../kept-lab.ts';
import type { Lab } from '../lab.ts';
import { tell } from '../notices.ts';
import { decodeLab, encodeLab, type Refusal } from './codec.ts';

/** Mail and messaging cut longer links (characters). */
const LONGEST_LINK = 16_000;

const REFUSALS: Readonly<Record<Refusal, string>> = {
  version: 'Ce laboratoire vient d’une autre version de Passerelle, que celle-ci ne sait pas lire.',
  damaged: 'Ce laboratoire est endommagé ou incomplet\u00a0: rien n’en a été exécuté.',
};

/** Puts a link to the lab as it stands on the clipboard, and says how long it is. */
export async function copyLink(history: History): Promise<void> {
  const link = `${location.origin}${location.pathname}${SHARED_LAB}${await encodeLab(history)}`;
  const length = `${link.length.toLocaleString('fr')} caractères`;
  if (link.length > LONGEST_LINK) {
    const most = LONGEST_LINK.toLocaleString('fr');
    tell('share', {
      text: `Le lien ferait ${length}, plus que les ${most} qu’une messagerie laisse passer. Enregistrez plutôt un fichier.`,
      actions: [],
    });
    return;
  }
  try {
    await navigator.clipboard.writeText(link);
    tell('share', { text: `Lien copié (${length}). Qui l’ouvre retrouve ce laboratoire.`, actions: [] });
  } catch {
    tell('clipboard', { text: 'Le navigateur a refusé la copie.', actions: [] });
  }
}

export async function fileOf(history: History): Promise<Blob> {
  return new Blob([await encodeLab(history)], { type: 'text/plain' });
}

/** Opens a lab from a link or a file, once the reader agrees; their own is kept among the other continuations. */
export async function offerShared(lab: Lab, text: string): Promise<void> {
  const shared = await decodeLab(text.trim());
  if (typeof shared === 'string') return tell('share', { text: REFUSALS[shared], actions: [] });
  await lab.ready;
  tell('share', {
    text: 'Ouvrir le laboratoire partagé\u202f? Le vôtre restera parmi les autres suites, dans les commandes.',
    answers: true,
    actions: [
      { label: 'L’ouvrir', run: () => lab.adopt(shared) },
      { label: 'Garder le mien', run: () => {} },
    ],
  });
}
