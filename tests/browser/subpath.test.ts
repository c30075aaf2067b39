import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reading } from './reader.ts';
import { buildFor, PAGES, Site } from './site.ts';

const BASE = '/cours/reseaux/';
const folder = mkdtempSync(join(tmpdir(), 'passerelle-'));

let site: Site;
beforeAll(async () => {
  buildFor(BASE, folder);
  site = await Site.open({ folder, base: BASE });
});
afterAll(async () => {
  await site?.close();
  rmSync(folder, { recursive: true });
});

/** What a page's HTML points at, as whole addresses. */
async function linksOf(url: string): Promise<string[]> {
  const html = await (await fetch(url)).text();
  const found = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'));
  return found.map((link) => new URL(link, url).href);
}

test('no link and no asset of any page is broken, and none leaves the sub-path', async () => {
  const pages = new Map<string, string>();
  const links = await Promise.all([...PAGES, '404.html'].map((path) => linksOf(site.url + path)));
  const own = new Set(links.flat().filter((link) => new URL(link).origin === new URL(site.url).origin));
  const broken: string[] = [];
  for (const link of own) {
    const [address = '', anchor = ''] = link.split('#');
    if (!pages.has(address)) {
      const answer = await fetch(address);
      pages.set(address, answer.ok ? await answer.text() : '');
    }
    const text = pages.get(address) ?? '';
    const there = anchor === '' || text.includes(`id="${decodeURIComponent(anchor)}"`);
    if (!address.startsWith(site.url) || text === '' || !there) broken.push(link);
  }
  expect(broken).toEqual([]);
  expect(own.size).toBeGreaterThan(50);
});

test.each(PAGES)('/%s gets all that it asks for', async (path) => {
  await reading(site, path, {}, async ({ page }) => {
    await page.waitForLoadState('networkidle');
    expect(await page.locator('h1').count()).toBe(1);
  });
});

test('the lab runs, and a cold start finds the chapter, below the sub-path', async () => {
  await reading(site, 'bridge/inspecter/#essai-1', {}, async (reader) => {
    const chapter = reader.page.waitForResponse(`${site.url}lab/chapter.json`);
    await reader.coldStart(1);
    expect((await chapter).ok()).toBe(true);
    await reader.sees('1', "docker: 'docker network inspect' requires at least 1 argument");
  });
});

test('below the sub-path, too, the site goes on without a network', async () => {
  await reading(site, '', {}, async (reader) => {
    const kept = () =>
      reader.page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        return navigator.serviceWorker.controller?.scriptURL;
      });
    await expect.poll(kept).toBe(`${site.url}sw.js`);
    await reader.page.context().setOffline(true);
    await reader.page.goto(`${site.url}bridge/lister/`);
    await reader.run(1);
    await reader.sees('1', 'NETWORK ID');
  });
});
