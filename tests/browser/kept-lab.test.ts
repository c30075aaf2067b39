import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keeping, Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

/** Tall enough for a terminal to show all of the chapter's first half at once. */
const TALL = { viewport: { width: 1600, height: 2100 } };
const tall = () => ({ ...TALL, ...keeping(site, { 'passerelle:dock': JSON.stringify({ height: 1650 }) }) });
const PING = /PING 172\.17\.0\.3 .*\n(64 bytes .*\n?)+$/;

test('a reload in the middle of the experiment gives both terminals back, and the ping goes on', async () => {
  await reading(site, 'bridge/experience/', tall(), async (reader) => {
    await reader.coldStart(8);
    const before = [await reader.screen('1'), await reader.screen('2')];
    await reader.page.reload();
    await reader.page.getByRole('button', { name: 'Reprendre le laboratoire' }).waitFor();
    expect(await reader.done()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await reader.page.getByRole('button', { name: 'Reprendre le laboratoire' }).click();
    for (const [index, shown] of before.entries()) await reader.sees(String(index + 1), shown);
    const answers = (text: string) => text.split('64 bytes from').length;
    const replayed = answers(await reader.screen('1'));
    await expect.poll(async () => answers(await reader.screen('1'))).toBeGreaterThan(replayed);
    await reader.type('1', '');
    await reader.page.keyboard.press('Control+C');
    await reader.sees('1', /\^C\n--- 172\.17\.0\.3 ping statistics ---\n.*\n.*\n\/ #$/);
    await reader.page.keyboard.press('ArrowUp');
    await reader.sees('1', /\/ # ping 172\.17\.0\.3$/);
  });
});

const entry = (fields: object): string =>
  JSON.stringify({ version: 1, seed: 1, epoch: 0, now: 5, entries: [{ at: 1, terminal: '1', ...fields }] });

describe('a kept lab that is damaged is as none', () => {
  test.each([
    ['cut off', '{"version":1,"seed":'],
    ['with an entry of no known kind', entry({ kind: 'fly' })],
  ])('%s', async (_how, kept) => {
    await reading(site, 'laboratoire/', keeping(site, { 'passerelle:lab': kept }), async (reader) => {
      expect(await reader.page.getByRole('button', { name: 'Reprendre le laboratoire' }).count()).toBe(0);
      await reader.run(1);
      await reader.sees('1', 'docker network ls\nNETWORK ID');
    });
  });
});

test.each([
  [
    'is full',
    () => {
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (key: string, value: string) {
        // A theme's name still fits.
        if (value.length > 20) throw new DOMException('full', 'QuotaExceededError');
        setItem.call(this, key, value);
      };
    },
  ],
  [
    'is refused',
    () => {
      const get = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, { get, configurable: true });
      }
    },
  ],
])('where storage %s, the lab works and says that it will not be kept', async (_how, refuse) => {
  await reading(site, 'a-propos/', {}, async (reader) => {
    await reader.page.addInitScript(refuse);
    await reader.page.goto(`${site.url}laboratoire/`);
    await reader.run(1);
    await reader.sees('1', 'docker network ls\nNETWORK ID');
    await reader.dock.getByText('Ce laboratoire ne sera pas conservé.').waitFor();
  });
});

test('a worker that does not start is replaced by another', async () => {
  await reading(site, 'laboratoire/', {}, async (reader) => {
    await reader.page.route(
      '**/worker-*.js',
      (route) => route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("broken")' }),
      { times: 1 },
    );
    await reader.run(1);
    await reader.sees('1', 'docker network ls\nNETWORK ID');
  });
});

test('a worker that crashes takes nothing with it', async () => {
  await reading(site, 'bridge/experience/', tall(), async (reader) => {
    await reader.coldStart(7);
    const before = [await reader.screen('1'), await reader.screen('2')];
    await reader.page.workers()[0]?.evaluate(() => {
      setTimeout(() => {
        throw new Error('crashed');
      });
    });
    await reader.dock.getByText('La simulation s’est interrompue. Votre laboratoire a été rétabli.').waitFor();
    for (const [index, shown] of before.entries()) await reader.sees(String(index + 1), shown);
    expect(await reader.done()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await reader.run(8);
    await reader.sees('1', PING);
  });
});

test('without any worker the lab says so, and starts when it is tried again', async () => {
  await reading(site, 'laboratoire/', {}, async (reader) => {
    const broken = { contentType: 'text/javascript', body: 'throw new Error("broken")' };
    await reader.page.route('**/worker-*.js', (route) => route.fulfill(broken));
    await reader.essay(1);
    await reader.dock.getByText('La simulation ne démarre pas.').waitFor();
    await reader.page.unroute('**/worker-*.js');
    await reader.press('Réessayer');
    await reader.finished(1);
    await reader.sees('1', 'docker network ls\nNETWORK ID');
  });
});

test('two tabs do not write over each other’s lab: the one that is overtaken says so and may choose', async () => {
  await reading(site, 'laboratoire/', {}, async (reader) => {
    await reader.run(1);
    const other = new Reader(await reader.page.context().newPage());
    await other.page.goto(`${site.url}laboratoire/`);
    await other.page.getByRole('button', { name: 'Reprendre le laboratoire' }).click();
    await other.sees('1', 'NETWORK ID');
    await other.type('1', 'echo elsewhere\n');
    await other.sees('1', /\nelsewhere\n/);
    await reader.dock.getByText('Un autre onglet a changé le laboratoire conservé.').waitFor();
    await reader.press('Reprendre celui de l’autre onglet');
    await reader.sees('1', /\nelsewhere\n/);
  });
});
