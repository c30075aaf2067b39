import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { zipSite } from '../../scripts/zip.ts';
import { type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const DESKTOP = { viewport: { width: 1280, height: 900 }, serviceWorkers: 'allow' } as const;

/** Waits until the browser has the whole site. */
const isKept = (reader: Reader) =>
  reader.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    return navigator.serviceWorker.controller !== null;
  });

async function goOffline(reader: Reader): Promise<void> {
  await expect.poll(() => isKept(reader)).toBe(true);
  await reader.page.context().setOffline(true);
}

test('after one visit the chapter goes on without a network: another page, its block, the search', async () => {
  await reading(site, '', DESKTOP, async (reader) => {
    await goOffline(reader);
    await reader.page.goto(`${site.url}bridge/lister/`);
    await reader.run(1);
    await reader.sees('1', 'NETWORK ID');
    await reader.press('Carte du réseau');
    await reader.dock.getByRole('group', { name: 'Carte du réseau' }).waitFor();
    await reader.page.keyboard.press('Control+k');
    await reader.page.getByRole('dialog').getByRole('textbox').fill('passerelle');
    await reader.page.getByRole('dialog').getByRole('link').first().waitFor();
  });
});

test('without a network, a page that does not exist is still the site’s own « not found »', async () => {
  await reading(site, '', DESKTOP, async (reader) => {
    await goOffline(reader);
    await reader.page.goto(`${site.url}nulle-part/`);
    expect(await reader.page.title()).toContain('Cette page n’existe pas');
  });
});

test('a new version is announced and waits for the reader', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'passerelle-'));
  try {
    unpack(folder);
    const copy = await Site.open({ folder: join(folder, 'passerelle') });
    await reading(copy, '', DESKTOP, async (reader) => {
      await expect.poll(() => isKept(reader)).toBe(true);
      const worker = join(folder, 'passerelle', 'sw.js');
      writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// another version\n`);
      await reader.page.reload();
      const news = reader.page.getByRole('status').filter({ hasText: 'Une nouvelle version du cours est prête.' });
      await news.waitFor();
      const reloaded = reader.page.waitForEvent('load');
      await news.getByRole('button', { name: 'La charger' }).click();
      await reloaded;
      await expect.poll(() => news.count()).toBe(0);
    });
    await copy.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** The site's zip, unpacked as a teacher would. */
function unpack(folder: string): void {
  const archive = join(folder, 'passerelle.zip');
  zipSite('dist', archive);
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(archive)))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

test('the zip, unpacked and served, is the whole site', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'passerelle-'));
  try {
    unpack(folder);
    const copy = await Site.open({ folder: join(folder, 'passerelle') });
    await reading(copy, 'bridge/lister/', DESKTOP, async (reader) => {
      await reader.run(1);
      await reader.sees('1', 'NETWORK ID');
    });
    await copy.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('it can be installed: a manifest whose icons are there', async () => {
  await reading(site, '', DESKTOP, async (reader) => {
    const href = await reader.page.locator('link[rel=manifest]').getAttribute('href');
    const manifest = await (await fetch(new URL(href ?? '', site.url))).json();
    expect(manifest).toMatchObject({ lang: 'fr', display: 'standalone', start_url: './' });
    for (const { src } of manifest.icons) expect((await fetch(new URL(src, site.url))).status).toBe(200);
  });
});
