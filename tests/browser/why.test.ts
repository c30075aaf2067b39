import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const ASK = /^Pourquoi\s?\?$/;
const DESKTOP = { viewport: { width: 1440, height: 900 } };

async function pingNobody(reader: Reader): Promise<void> {
  await reader.run(1);
  await reader.type('1', 'docker run -dit --name one alpine\n');
  await reader.type('1', 'docker exec one ping -c 1 -W 1 two\n');
  await reader.sees('1', "bad address 'two'");
}

test('after a failure a button explains it, shows it with the real command, and leads to the lesson', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await pingNobody(reader);
    await reader.dock.getByRole('button', { name: ASK }).click();
    const answer = reader.dock.getByRole('region', { name: 'Pourquoi' });
    expect(await answer.textContent()).toContain('où Docker ne donne pas de DNS');
    expect(await answer.getByRole('link', { name: 'La leçon qui en parle' }).getAttribute('href')).toBe(
      '/reseaux/creer/',
    );
    await answer.getByRole('button', { name: 'docker exec one cat /etc/resolv.conf' }).click();
    await reader.sees('1', 'docker exec one cat /etc/resolv.conf\n');
    await reader.sees('1', 'nameserver 192.168.65.1');
    await reader.dock.getByRole('button', { name: ASK }).waitFor({ state: 'detached' });
  });
});

test('nothing is offered where nothing failed', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await reader.run(1);
    await reader.type('1', 'docker run --rm alpine ping -c 1 172.17.0.1\n');
    await reader.sees('1', '0% packet loss');
    expect(await reader.dock.getByRole('button', { name: ASK }).count()).toBe(0);
  });
});

test.each(['dark', 'light'] as const)('axe has nothing to say of the explanation, %s', async (colorScheme) => {
  await reading(site, 'bridge/lister/', { ...DESKTOP, colorScheme }, async (reader) => {
    await pingNobody(reader);
    await reader.dock.getByRole('button', { name: ASK }).click();
    const { violations } = await new AxeBuilder({ page: reader.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
