import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const scrollsSideways = ({ page }: Reader): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

test('on a phone the lab is a sheet over the text, with the keys that a phone lacks, and a way back', async () => {
  await reading(site, 'laboratoire/', PHONE, async (reader) => {
    await reader.block(1).getByRole('button', { name: 'Essayer' }).tap();
    await reader.sees('1', /docker network ls\nNETWORK ID(.*\n){4}.*#$/);
    expect(await reader.dock.boundingBox()).toEqual({ x: 0, y: 0, ...PHONE.viewport });
    expect(await scrollsSideways(reader)).toBe(false);

    const keys = reader.dock.getByRole('toolbar', { name: 'Touches' });
    await keys.getByRole('button', { name: 'Commande précédente' }).tap();
    await reader.sees('1', /# docker network ls$/);
    await keys.getByRole('button', { name: 'Ctrl+C' }).tap();
    await reader.sees('1', /# docker network ls\^C\n.*#$/);
    await reader.terminal('1').locator('.xterm-screen').tap();
    await reader.page.keyboard.type('docker netw');
    await keys.getByRole('button', { name: 'À gauche' }).tap();
    await keys.getByRole('button', { name: 'À droite' }).tap();
    await keys.getByRole('button', { name: 'Tab', exact: true }).tap();
    await reader.sees('1', /# docker network$/);

    await reader.dock.getByRole('button', { name: 'Revenir au texte' }).tap();
    await reader.block(1).getByText('Fait', { exact: true }).waitFor();
    expect((await reader.dock.boundingBox())?.height).toBeLessThan(120);
    expect(await scrollsSideways(reader)).toBe(false);
    await reader.dock.getByRole('button', { name: 'Ouvrir le laboratoire' }).tap();
    await reader.sees('1', /# docker network$/);
  });
});

test('under the sheet the text cannot be reached', async () => {
  await reading(site, 'laboratoire/', PHONE, async (reader) => {
    await reader.block(1).getByRole('button', { name: 'Essayer' }).tap();
    await reader.sees('1', 'NETWORK ID');
    const reached = () => reader.page.evaluate(() => document.activeElement?.closest('.lab-dock, body')?.className);
    for (let presses = 0; presses < 3; presses++) await reader.page.keyboard.press('Tab');
    expect(await reached()).toContain('lab-dock');
  });
});

test('Ctrl of the key bar goes with the next character', async () => {
  await reading(site, 'laboratoire/', PHONE, async (reader) => {
    await reader.block(1).getByRole('button', { name: 'Essayer' }).tap();
    await reader.sees('1', 'NETWORK ID');
    await reader.terminal('1').locator('.xterm-screen').tap();
    await reader.page.keyboard.type('abc def');
    const ctrl = reader.dock
      .getByRole('toolbar', { name: 'Touches' })
      .getByRole('button', { name: 'Ctrl', exact: true });
    await ctrl.tap();
    expect(await ctrl.getAttribute('aria-pressed')).toBe('true');
    await reader.page.keyboard.type('w');
    await reader.sees('1', /# abc ?$/);
    expect(await ctrl.getAttribute('aria-pressed')).toBe('false');
  });
});
