import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const DESKTOP = { viewport: { width: 1440, height: 1000 } };

/** Two containers, and the packets' view open. */
async function openPackets(reader: Reader): Promise<void> {
  await reader.run(1);
  await reader.type('1', 'docker run -dit --name one alpine; docker run -dit --name two alpine\n');
  await reader.press('Carte du réseau');
  await reader.dock.getByRole('tab', { name: 'Paquets' }).click();
  await reader.dock
    .getByRole('list', { name: 'Échanges' })
    .or(reader.dock.getByText('Rien n’a encore voyagé.'))
    .waitFor();
}

const exchange = (reader: Reader, name: RegExp) =>
  reader.dock.getByRole('list', { name: 'Échanges' }).getByRole('button', { name }).first();
const sentence = (reader: Reader) => reader.dock.locator('.hop-sentence');

test('a ping is listed as it happens; its way is followed hop by hop, with the table and the bytes that mattered', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openPackets(reader);
    await reader.type('1', 'docker exec one ping -c 1 172.17.0.3\n');
    await exchange(reader, /^Ping 172\.17\.0\.2 → 172\.17\.0\.3\s*répondu$/).click();
    expect(await sentence(reader).textContent()).toContain('Le conteneur one trouve sa route');
    expect(await reader.dock.locator('.hop-table [aria-current]').textContent()).toContain('172.17.0.0/16 dev eth0');
    await reader.press('Avancer');
    expect(await sentence(reader).textContent()).toContain('ne connaît pas l’adresse MAC de 172.17.0.3');
    await reader.press('À la fin');
    expect(await sentence(reader).textContent()).toContain('attendait ce paquet');
    await reader.dock.getByText('Le paquet, couche par couche').click();
    await reader.dock.getByText('0 (réponse d’écho)').waitFor();
  });
});

test('arrow keys and the slider go along the way; the packet moves on the map', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openPackets(reader);
    await reader.type('1', 'docker exec one ping -c 1 172.17.0.3\n');
    await exchange(reader, /^Ping/).click();
    const packet = reader.dock.locator('.map-packet');
    const start = await packet.getAttribute('style');
    await reader.dock.getByRole('button', { name: 'Avancer' }).focus();
    for (let step = 0; step < 6; step++) await reader.page.keyboard.press('ArrowRight');
    await reader.dock.getByText(/^Étape 7 sur \d+$/).waitFor();
    expect(await packet.getAttribute('style')).not.toBe(start);
    await reader.dock.getByRole('slider', { name: 'Étape du chemin' }).fill('0');
    await reader.dock.getByText(/^Étape 1 sur \d+$/).waitFor();
  });
});

test('time is stopped: the terminal fills only as steps let the answer come', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openPackets(reader);
    await reader.press('Arrêter le temps');
    await reader.type('1', 'docker exec one ping -c 1 172.17.0.3\n');
    expect(await reader.screen('1')).not.toContain('64 bytes');
    for (let step = 0; step < 60 && !(await reader.screen('1')).includes('64 bytes'); step++) {
      await reader.press('Un pas');
      await sentence(reader).waitFor();
    }
    await reader.sees('1', '64 bytes from 172.17.0.3');
    await reader.press('Arrêter le temps');
    await reader.sees('1', '0% packet loss');
  });
});

test.each(['dark', 'light'] as const)('axe has nothing to say of a packet’s way, %s', async (colorScheme) => {
  await reading(site, 'bridge/lister/', { ...DESKTOP, colorScheme }, async (reader) => {
    await openPackets(reader);
    await reader.type('1', 'docker exec one ping -c 1 172.17.0.3\n');
    await exchange(reader, /^Ping/).click();
    await reader.press('À la fin');
    await reader.dock.getByText('Le paquet, couche par couche').click();
    const { violations } = await new AxeBuilder({ page: reader.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});

test('« Pas à pas » runs a block with its time stopped from the start', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await reader.block(1).getByRole('button', { name: 'Pas à pas' }).click();
    await reader.dock.getByRole('button', { name: 'Un pas' }).waitFor();
    await reader.dock.getByRole('tab', { name: 'Paquets', selected: true }).waitFor();
    expect(await reader.screen('1')).not.toContain('docker network ls');
    await reader.press('Un pas');
    await reader.sees('1', 'docker network ls\nNETWORK ID');
  });
});
