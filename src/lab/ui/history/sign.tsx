import type { Change } from '../../protocol.ts';

const SIGNS: Readonly<Record<Change['sign'], string>> = { '+': 'ajouté', '-': 'retiré', '~': 'changé' };

/** Whether something came, went or is another way: a sign that is seen, and said. */
export const Sign = ({ sign }: Pick<Change, 'sign'>) => (
  <span class="sign" role="img" aria-label={SIGNS[sign]}>
    {sign === '-' ? '−' : sign}
  </span>
);
