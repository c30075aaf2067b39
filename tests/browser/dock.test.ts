import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

/** Polled: Expressive Code notices a moment after the dock has narrowed the page that a block scrolls. */
const hasNoViolation = ({ page }: Reader): Promise<void> =>
  expect
    .poll(async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    })
    .toEqual([]);

describe.each(['light', 'dark'] as const)('in the %s theme the dock has no axe violation', (colorScheme) => {
  test('at the foot with two terminals and a question, folded, at the right, enlarged', async () => {
    await reading(
      site,
      'bridge/experience/',
      { colorScheme, viewport: { width: 1440, height: 900 } },
      async (reader) => {
        await reader.coldStart(5);
        await reader.press('Réinitialiser');
        await reader.dock.getByRole('button', { name: 'Tout réinitialiser' }).waitFor();
        await hasNoViolation(reader);
        await reader.press('Annuler');
        await reader.press('Placer à droite');
        await hasNoViolation(reader);
        await reader.press('Lecteur d’écran');
        await reader.press('Agrandir le terminal 2');
        await hasNoViolation(reader);
        await reader.press('Réduire le terminal');
        await reader.press('Replier le laboratoire');
        await hasNoViolation(reader);
      },
    );
  });

  test('as a sheet on a phone, and back at the text', async () => {
    const phone = { colorScheme, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    await reading(site, 'laboratoire/', phone, async (reader) => {
      await reader.essay(1);
      await reader.sees('1', 'NETWORK ID');
      await hasNoViolation(reader);
      await reader.press('Revenir au texte');
      await hasNoViolation(reader);
    });
  });
});
