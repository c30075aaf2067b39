import type { KnownError } from './docker-errors.ts';
import { quoted } from './explanation.ts';

/** What the daemon says of images and volumes. */
export const IMAGE_ERRORS: readonly KnownError[] = [
  [
    /pull access denied for ([^\s,]+),/,
    ([, image = '']) => ({
      cause: `Aucune image ne s’appelle ${quoted(image)}, ni ici, ni dans le registre que Docker a interrogé.`,
      command: 'docker images',
    }),
  ],
  [
    /No such image: (\S+)/,
    ([, image = '']) => ({ cause: `Cette machine n’a pas d’image ${quoted(image)}.`, command: 'docker images' }),
  ],
  [
    /get (\S+): no such volume/,
    ([, name = '']) => ({ cause: `Aucun volume ne s’appelle ${quoted(name)}.`, command: 'docker volume ls' }),
  ],
  [
    /remove (\S+): volume is in use/,
    ([, name = '']) => ({
      cause: `Un conteneur, arrêté peut-être, emploie encore le volume ${quoted(name)}.`,
      command: `docker ps -a --filter volume=${name}`,
    }),
  ],
];
