import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAGES, Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const PHONE = { viewport: { width: 390, height: 844 } };

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test.each([...PAGES, 'nosuch/'])('/%s has no axe violation and nothing to complain of', async (path) => {
    const { page, complaints } = await site.visit(path, { colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    // The missing page's own 404 is the one thing a browser complains of.
    expect(complaints.filter((text) => !(path === 'nosuch/' && text.includes('404')))).toEqual([]);
    await page.context().close();
  });
});

test.each(PAGES)('/%s fits a phone without scrolling sideways', async (path) => {
  const { page } = await site.visit(path, PHONE);
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBe(window);
  await page.context().close();
});

test.each(PAGES)('/%s is in French, has a title of its own and one main heading', async (path) => {
  const { page } = await site.visit(path);
  expect(await page.locator('html').getAttribute('lang')).toBe('fr');
  expect(await page.title()).toContain('Passerelle');
  expect(await page.locator('h1').count()).toBe(1);
  await page.context().close();
});

test('without JavaScript the text, the commands and their outputs are there, and no dead button', async () => {
  const { page } = await site.visit('bridge/experience/', { javaScriptEnabled: false });
  const text = await page.locator('main').textContent();
  expect(text).toContain('ping 172.17.0.3');
  expect(text).toContain('inet addr:172.17.0.3');
  expect(text).toContain('64 bytes from 172.17.0.3: seq=2 ttl=64');
  expect(await page.getByRole('button', { name: 'Essayer' }).count()).toBe(0);
  await page.context().close();
});

test('the search finds « réseaux » for « reseaux »', async () => {
  const { page, complaints } = await site.visit('bridge/lister/');
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('reseaux');
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /réseaux/i })
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});
