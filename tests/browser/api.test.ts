import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
let bareSite: Site;
beforeAll(async () => {
  site = await Site.open();
  bareSite = await Site.open({ bare: true });
});
afterAll(() => Promise.all([site.close(), bareSite.close()]));

const PATH = 'programmer-api/';
const log = (page: Page) => page.getByRole('log', { name: 'Requêtes et sortie du script' });
const status = (page: Page) => page.locator('.api-workshop p.status');
const run = (page: Page, where: 'le laboratoire' | 'Node (WebContainer)') =>
  page.getByRole('button', { name: `Exécuter dans ${where}` }).click();
const ended = (page: Page) => status(page).getByText('Le script est terminé.').waitFor();
const calls = async (page: Page): Promise<string[]> => {
  const texts = await log(page).locator('.call, .exchange .status').allTextContents();
  return texts.map((text) => text.replace(/[0-9a-f]{64}/, 'ID'));
};
const printed = (page: Page) => log(page).locator('.printed').allTextContents();

test('the script runs in the lab: its requests with their JSON, what it prints, and the network in the terminals', async () => {
  await reading(site, PATH, {}, async ({ page }) => {
    await run(page, 'le laboratoire');
    await ended(page);
    expect(await calls(page)).toEqual([
      ...['GET /networks', '200 OK', 'POST /networks/create', '201 Created'],
      ...['GET /networks/ID', '200 OK'],
    ]);
    expect((await printed(page)).sort()).toEqual([
      'atelier : 172.18.0.0/16',
      'bridge (bridge)',
      'host (host)',
      'none (null)',
    ]);
    await log(page).locator('.exchange').nth(1).locator('summary').click();
    await log(page).locator('.exchange').nth(1).getByText('"Driver": "bridge"').waitFor();
    const reader = new Reader(page);
    await reader.run(1);
    await reader.sees('1', 'atelier');
  });
});

test('run again, the engine’s refusal is shown; a script that never ends is stopped; one that is wrong says so', async () => {
  await reading(site, PATH, {}, async ({ page }) => {
    await run(page, 'le laboratoire');
    await ended(page);
    await run(page, 'le laboratoire');
    await log(page).getByText('(HTTP code 409) unexpected - network with name atelier already exists').waitFor();
    await page.getByLabel('script.mjs').fill('for (;;);');
    await run(page, 'le laboratoire');
    await page.getByRole('button', { name: 'Arrêter' }).click();
    await status(page).getByText('Le script s’est arrêté.').waitFor();
    await page.getByLabel('script.mjs').fill("import Docker from 'dockerode';\nnew Docker().buildImage('.');");
    await run(page, 'le laboratoire');
    await log(page).getByText('simulation : docker.buildImage n’existe pas ici').waitFor();
    await page.getByRole('button', { name: 'Rétablir le script' }).click();
    expect(await page.getByLabel('script.mjs').inputValue()).toContain('createNetwork');
  });
});

/** What asks another origin, and what the browser then says of it. */
async function asksStackblitz(from: Site, options: BrowserContextOptions, body: (page: Page) => Promise<void>) {
  const { page, complaints } = await from.visit(PATH, options);
  const asked: string[] = [];
  await page.route(/stackblitz|webcontainer\.io/, (route) => {
    asked.push(new URL(route.request().url()).hostname);
    return route.abort();
  });
  try {
    expect(complaints).toEqual([]);
    await body(page);
  } finally {
    await page.context().close();
  }
  return asked;
}

test('Node without isolation: the page says why at once, asks nobody, and runs the script in the lab', async () => {
  const asked = await asksStackblitz(bareSite, {}, async (page) => {
    await run(page, 'Node (WebContainer)');
    await status(page).getByText('cette page n’est pas isolée').waitFor();
    await ended(page);
    expect(await calls(page)).toContain('POST /networks/create');
  });
  expect(asked).toEqual([]);
});

test('Node where stackblitz.com does not answer: within 10 s the page says so and runs the script in the lab', async () => {
  const asked = await asksStackblitz(site, {}, async (page) => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await run(page, 'Node (WebContainer)');
    await status(page).getByText('stackblitz.com n’a pas répondu en 9 s').waitFor({ timeout: 10_500 });
    await ended(page);
    expect(await calls(page)).toContain('POST /networks/create');
  });
  expect(asked.length).toBeGreaterThan(0);
});

/** In the place of @webcontainer/api, which only works with a network: notes what it is told, and prints as the programs would. */
const STAND_IN = `
  const told = (globalThis.told = []);
  const printing = (text, exit) => ({
    output: new ReadableStream({ start: (controller) => (controller.enqueue(text), exit && controller.close()) }),
    exit: exit ? Promise.resolve(0) : new Promise(() => {}),
    kill: () => {},
  });
  const container = {
    mount: async (files) => told.push(Object.keys(files), Object.keys(files.node_modules.directory.dockerode.directory)),
    fs: { writeFile: async (name, text) => told.push([name, text.includes('createNetwork')]) },
    spawn: async (command, args, options) => {
      told.push([command, ...args, options?.env?.DOCKER_HOST]);
      return args[0] === 'daemon.mjs' ? printing('listening: DOCKER_HOST=tcp://127.0.0.1:2375\\r\\n') : printing('bridge (bridge)\\r\\n', true);
    },
  };
  export const WebContainer = { boot: async () => container };
`;

test('Node where it starts: the engine and dockerode are mounted, both programs run, their output is in a terminal', async () => {
  await reading(site, PATH, {}, async ({ page }) => {
    await page.route(/\/_astro\/dist\.[^/]*\.js$/, (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        headers: { 'cross-origin-embedder-policy': 'require-corp' },
        body: STAND_IN,
      }),
    );
    await run(page, 'Node (WebContainer)');
    await status(page).getByText('Le script est terminé (code 0).').waitFor();
    expect(await page.evaluate('told')).toEqual([
      ['daemon.mjs', 'node_modules'],
      ['package.json', 'index.mjs'],
      ['node', 'daemon.mjs', '--listen', '127.0.0.1:2375', undefined],
      ['script.mjs', true],
      ['node', 'script.mjs', 'tcp://127.0.0.1:2375'],
    ]);
    const shown = page.locator('.api-workshop .xterm-rows');
    await shown.getByText('bridge (bridge)').waitFor();
    expect(await shown.textContent()).toContain('$ node script.mjs');
  });
});

test('Node offline: the page says so', async () => {
  await asksStackblitz(site, {}, async (page) => {
    await run(page, 'le laboratoire');
    await ended(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.context().setOffline(true);
    await run(page, 'Node (WebContainer)');
    await status(page).getByText('ce navigateur est hors ligne').waitFor();
    await ended(page);
  });
});

test.each(['dark', 'light'] as const)('axe has nothing to say of a script that ran, %s', async (colorScheme) => {
  await reading(site, PATH, { colorScheme }, async ({ page }) => {
    await run(page, 'le laboratoire');
    await ended(page);
    await log(page).locator('summary').first().click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
