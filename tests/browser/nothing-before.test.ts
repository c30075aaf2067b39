import { afterAll, beforeAll, expect, test } from 'vitest';
import { reading } from './reader.ts';
import { PAGES, Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

/** What a reader's browser fetches once it is over « Essayer »: the lab. */
let ofTheLab: readonly string[];

test.each(['hover', 'focus'] as const)(
  'the lab is fetched, and not opened, when a reader’s %s is on « Essayer »',
  async (how) => {
    await reading(site, 'laboratoire/', {}, async (reader) => {
      const fetched: string[] = [];
      await reader.page.waitForLoadState('networkidle');
      reader.page.on('request', (request) => fetched.push(request.url()));
      await reader.block(1).getByRole('button', { name: 'Essayer' })[how]();
      await expect.poll(() => reader.page.workers().length).toBe(1);
      expect(fetched.some((url) => url.includes('/worker-'))).toBe(true);
      expect(await reader.dock.isVisible()).toBe(false);
      ofTheLab = fetched;
    });
  },
);

test.each(PAGES)('/%s, read to its end, fetches nothing of it', async (path) => {
  // Requests are listened to before the page is opened: another one is first.
  await reading(site, 'a-propos/', {}, async ({ page }) => {
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.goto(site.url + path);
    await page.mouse.wheel(0, 20_000);
    await page.waitForLoadState('networkidle');
    expect(fetched.filter((url) => ofTheLab.includes(url) || /worker|xterm/.test(url))).toEqual([]);
    expect(page.workers()).toEqual([]);
  });
});
