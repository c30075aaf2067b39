import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const DESKTOP = { viewport: { width: 1440, height: 900 } };

async function openCommands(reader: Reader): Promise<void> {
  await reader.run(1);
  await reader.press('Carte du réseau');
  await reader.dock.getByRole('tab', { name: 'Commandes' }).click();
}

const commands = (reader: Reader) => reader.dock.locator('.command-list > li');

test('each command is listed with what it changed', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openCommands(reader);
    await reader.type('1', 'docker network create front\n');
    const item = commands(reader).nth(1);
    await item.getByText(/changements$/).click();
    await item.getByText('front bridge, 172.18.0.0/16').waitFor();
    await item.getByText('-t filter -A', { exact: false }).first().waitFor();
  });
});

test('docker network inspect is a tree: what the command added is marked, and the arrow keys go about in it', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openCommands(reader);
    await reader.type('1', 'docker run -dit --name web alpine\n');
    await commands(reader).nth(1).getByText('docker network inspect (1 réseau)').click();
    const tree = reader.dock.getByRole('tree', { name: 'docker network inspect bridge' });
    const item = (name: RegExp) => tree.getByRole('treeitem', { name });
    expect(await item(/^ajouté "Name": "web"/).getAttribute('aria-level')).toBe('3');
    await item(/^"Name": "bridge"/).focus();
    await reader.page.keyboard.press('End');
    await reader.page.keyboard.press('ArrowUp');
    const options = item(/"Options"/);
    expect(await options.getAttribute('aria-expanded')).toBe('false');
    await reader.page.keyboard.press('ArrowRight');
    expect(await options.getAttribute('aria-expanded')).toBe('true');
    await reader.page.keyboard.press('ArrowRight');
    await expect.poll(() => reader.page.evaluate(() => document.activeElement?.ariaLevel)).toBe('2');
    await reader.page.keyboard.press('ArrowLeft');
    await reader.page.keyboard.press('ArrowLeft');
    expect(await options.getAttribute('aria-expanded')).toBe('false');
    expect(await tree.locator('[tabindex="0"]').count()).toBe(1);
  });
});

test('one goes back to a command, looks around, and comes back', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openCommands(reader);
    await reader.type('1', 'docker network create front\n');
    await commands(reader).nth(1).waitFor();
    await reader.press('Aller à la commande 1');
    await reader.dock.getByText('Vous êtes juste après la commande 1.').waitFor();
    await expect.poll(() => reader.screen('1')).not.toContain('front');
    await reader.press('Revenir au présent');
    await reader.sees('1', 'docker network create front');
  });
});

test('the last command is undone; a reload keeps it so, and the branch can be taken again', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openCommands(reader);
    await reader.type('1', 'docker network create front\n');
    await commands(reader).nth(1).waitFor();
    await reader.press('Annuler la dernière commande');
    await reader.dock.getByRole('heading', { name: 'Autres suites' }).waitFor();
    await expect.poll(() => commands(reader).count()).toBe(1);
    await expect
      .poll(() => reader.page.evaluate(() => localStorage.getItem('passerelle:lab')))
      .not.toContain('create front');
    await reader.page.reload();
    await reader.page
      .getByRole('button', { name: /laboratoire/i })
      .first()
      .click();
    await reader.press('Carte du réseau');
    await reader.dock.getByRole('tab', { name: 'Commandes' }).click();
    await expect.poll(() => commands(reader).count()).toBe(1);
    await reader.press('La reprendre');
    await expect.poll(() => commands(reader).count()).toBe(2);
    await reader.sees('1', 'docker network create front');
  });
});

test.each(['dark', 'light'] as const)('axe has nothing to say of the commands, %s', async (colorScheme) => {
  await reading(site, 'bridge/lister/', { ...DESKTOP, colorScheme }, async (reader) => {
    await openCommands(reader);
    await reader.type('1', 'docker network create front\nfalse\n');
    await commands(reader).nth(2).waitFor();
    await reader.dock.getByText('docker network inspect (1 réseau)').click();
    await reader.dock.getByRole('tree').waitFor();
    await reader.press('Aller à la commande 1');
    await reader.dock.getByText('Vous êtes juste après la commande 1.').waitFor();
    const { violations } = await new AxeBuilder({ page: reader.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
