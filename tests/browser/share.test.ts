import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const DESKTOP = { viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] };

/** A lab with a network of its own, its commands shown. */
async function labToShare(reader: Reader): Promise<void> {
  await reader.run(1);
  await reader.type('1', 'docker network create shared-one\n');
  await reader.sees('1', /shared-one\n[0-9a-f]{64}/);
  await reader.press('Carte du réseau');
  await reader.dock.getByRole('tab', { name: 'Commandes' }).click();
}

test('a link carries the lab to another reader, who is asked first and keeps their own', async () => {
  let link = '';
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await labToShare(reader);
    await reader.press('Copier un lien');
    await reader.dock.getByText(/^Lien copié \(\d[\d\s]* caractères\)/).waitFor();
    link = await reader.page.evaluate(() => navigator.clipboard.readText());
  });
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await reader.run(1);
    await reader.page.goto(link);
    await reader.press('L’ouvrir');
    await reader.sees('1', 'docker network create shared-one');
    await reader.press('Carte du réseau');
    await reader.dock.getByRole('tab', { name: 'Commandes' }).click();
    await reader.dock.getByRole('heading', { name: 'Autres suites' }).waitFor();
    expect(new URL(reader.page.url()).hash).toBe('');
  });
});

test('a file keeps the lab, and opens it again after a reset', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await labToShare(reader);
    const download = reader.page.waitForEvent('download');
    await reader.press('Enregistrer un fichier');
    const path = await (await download).path();
    await reader.press('Réinitialiser');
    await reader.press('Tout réinitialiser');
    await reader.dock.locator('input[type=file]').setInputFiles(path);
    await reader.press('L’ouvrir');
    await reader.sees('1', 'docker network create shared-one');
  });
});

test('a damaged link, one of another version and a file of something else are refused, and nothing runs', async () => {
  await reading(site, 'bridge/lister/#lab=1.AAAA', DESKTOP, async (reader) => {
    await reader.dock.getByText(/^Ce laboratoire est endommagé/).waitFor();
    await reader.page.goto(`${site.url}bridge/lister/#lab=7.AAAA`);
    await reader.dock.getByText(/^Ce laboratoire vient d’une autre version/).waitFor();
    await reader.press('Carte du réseau');
    await reader.dock.getByRole('tab', { name: 'Commandes' }).click();
    const file = `/tmp/passerelle-${process.pid}.passerelle`;
    writeFileSync(file, '<html>');
    await reader.dock.locator('input[type=file]').setInputFiles(file);
    await reader.dock.getByText(/^Ce laboratoire est endommagé/).waitFor();
    expect(await reader.dock.locator('.command-list > li').count()).toBe(0);
  });
});

test('?embed shows one block and its terminal, nothing else of the page', async () => {
  await reading(site, 'bridge/lister/?embed#essai-1', DESKTOP, async (reader) => {
    expect(await reader.page.getByRole('heading', { level: 1 }).isVisible()).toBe(false);
    expect(await reader.page.getByRole('navigation').first().isVisible()).toBe(false);
    await reader.run(1);
    await reader.sees('1', 'NETWORK ID');
  });
});
