import { afterAll, beforeAll, expect, test } from 'vitest';
import { keeping, type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const WIDE = { viewport: { width: 1600, height: 1000 } };
/** Tall enough for a terminal to show all of the chapter's first half at once. */
const TALL = { viewport: { width: 1600, height: 1800 } };
const tall = () => ({ ...TALL, ...keeping(site, { 'passerelle:dock': JSON.stringify({ height: 1350 }) }) });
const PING = /PING 172\.17\.0\.3 .*\n(64 bytes .*\n?)+$/;

const keptLab = ({ page }: Reader): Promise<string | null> =>
  page.evaluate(() => localStorage.getItem('passerelle:lab'));

test('a link straight to a block: the blocks before it are offered, replayed in their terminals, then it runs', async () => {
  await reading(site, 'bridge/experience/#essai-8', tall(), async (reader) => {
    await reader.essay(8);
    await reader.dock.getByText('Ce bloc s’appuie sur 10 blocs que vous n’avez pas encore exécutés.').waitFor();
    expect(await reader.done()).toEqual([]);
    await reader.press('Les rejouer, puis exécuter');
    await reader.finished(8);
    expect(await reader.done()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    await reader.sees('1', PING);
    await reader.sees('2', 'inet addr:172.17.0.3');
  });
});

test('a block can be run without those before it, and says what it lacks', async () => {
  await reading(site, 'bridge/experience/#essai-7', tall(), async (reader) => {
    await reader.essay(7);
    await reader.press('Exécuter seulement celui-ci');
    await reader.dock.getByText('Ce bloc se tape dans un conteneur, or le terminal 2 est sur l’hôte.').waitFor();
    await reader.press('Rejouer depuis le début');
    await reader.finished(7);
    await reader.sees('2', 'inet addr:172.17.0.3');
  });
});

test('a ping that runs where the next block is to run is interrupted in sight', async () => {
  await reading(site, 'bridge/experience/', tall(), async (reader) => {
    await reader.coldStart(8);
    await reader.essay(8);
    await reader.sees(
      '1',
      /\^C\n--- 172\.17\.0\.3 ping statistics ---\n.*\n.*\n\/ # ping 172\.17\.0\.3\nPING (.*\n){4}/,
    );
  });
});

test('a block under way stops as soon as the reader types in its terminal', async () => {
  await reading(site, 'bridge/experience/', tall(), async (reader) => {
    await reader.essay(8);
    await reader.press('Les rejouer, puis exécuter');
    await reader.sees('1', 'PING 172.17.0.3');
    await reader.type('1', '');
    await reader.page.keyboard.press('Control+C');
    await reader.sees('1', /\^C\n--- 172\.17\.0\.3 ping statistics ---\n(.*\n)+\/ #$/);
    await reader.block(8).getByRole('button', { name: 'Essayer' }).waitFor();
    expect(await reader.done()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});

test('« Étape suivante » runs the next block of the page and brings it into view', async () => {
  await reading(site, 'bridge/inspecter/', WIDE, async (reader) => {
    await reader.coldStart(1);
    await reader.press('Étape suivante');
    await reader.finished(2);
    const box = await reader.block(2).boundingBox();
    const dock = await reader.dock.boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(dock?.y ?? 0);
    await reader.sees('1', '"Labels": {}');
    expect(await reader.dock.getByRole('button', { name: 'Étape suivante' }).isDisabled()).toBe(true);
  });
});

test('« Réinitialiser » asks, then gives a new lab and forgets the old one', async () => {
  await reading(site, 'bridge/experience/', WIDE, async (reader) => {
    await reader.coldStart(4);
    await reader.press('Réinitialiser');
    await reader.press('Annuler');
    await reader.sees('1', /\/ #$/);
    await expect.poll(() => keptLab(reader)).toContain('experience#4');
    await reader.press('Réinitialiser');
    await reader.press('Tout réinitialiser');
    await reader.dock.getByText('Aucun terminal n’est ouvert.').waitFor();
    expect(await reader.done()).toEqual([]);
    expect(await keptLab(reader)).toBeNull();
    await reader.press('Nouveau terminal');
    await reader.type('1', 'docker ps -aq | wc -l\n');
    await reader.sees('1', /wc -l\n0\n/);
  });
});

test('terminals are added, set in tabs or side by side, enlarged and closed; each is a shell of its own', async () => {
  await reading(site, 'laboratoire/', WIDE, async (reader) => {
    await reader.run(1);
    await reader.press('Nouveau terminal');
    await reader.type('2', 'x=two; echo "[$x]"\n');
    await reader.sees('2', /\n\[two\]\n/);
    await reader.type('1', 'echo "[$x]"\n');
    await reader.sees('1', /\n\[\]\n/);
    await reader.press('Terminaux en onglets');
    await reader.dock.getByRole('tab', { name: 'Terminal 2 hôte docker1' }).click();
    await reader.terminal('2').waitFor();
    expect(await reader.dock.getByRole('tabpanel').count()).toBe(1);
    await reader.press('Terminaux côte à côte');
    await reader.press('Agrandir le terminal 2');
    expect((await reader.dock.boundingBox())?.height).toBe(WIDE.viewport.height);
    await reader.press('Réduire le terminal');
    await reader.press('Fermer le terminal 1');
    await expect.poll(() => reader.terminal('1').count()).toBe(0);
    await reader.sees('2', '[two]');
    await reader.type('2', 'exit\n');
    await reader.dock.getByText('Aucun terminal n’est ouvert.').waitFor();
    await reader.press('Nouveau terminal');
    await reader.sees('1', /#$/);
  });
});

test('a block that is tried while the one before it is being typed waits for its turn', async () => {
  await reading(site, 'bridge/experience/', {}, async (reader) => {
    await reader.coldStart(1);
    await reader.essay(2);
    await reader.essay(3);
    await reader.finished(3);
    await reader.sees(
      '1',
      /docker container prune\n[\s\S]*Total reclaimed space: 0B\n.*docker volume prune\n[\s\S]*Total/,
    );
  });
});
