import { readFileSync } from 'node:fs';
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
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function openMap(reader: Reader): Promise<void> {
  await reader.run(1);
  await reader.press('Carte du réseau');
  await map(reader).waitFor();
}

const map = (reader: Reader) => reader.dock.getByRole('group', { name: 'Carte du réseau' });
const onMap = (reader: Reader, name: RegExp) => map(reader).getByRole('button', { name });

test('the map shows a container once a command has made it, and that it has stopped', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openMap(reader);
    await onMap(reader, /^Réseau bridge, bridge, 172\.17\.0\.0\/16$/).waitFor();
    await reader.type('1', 'docker run -dit --name web alpine\n');
    await onMap(reader, /^Conteneur web, en marche$/).waitFor();
    await reader.type('1', 'docker stop -t 0 web\n');
    await onMap(reader, /^Conteneur web, arrêté \(code 137\)$/).waitFor();
  });
});

test('a chosen container tells what inspect says of it, and its actions type the real command', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openMap(reader);
    await reader.type('1', 'docker run -dit --name web alpine\n');
    await onMap(reader, /^Conteneur web/).click();
    const details = reader.dock.getByRole('complementary', { name: /^Conteneur web/ });
    expect(await details.textContent()).toContain('172.17.0.2');
    await details.getByRole('button', { name: /docker stop web/ }).click();
    await reader.sees('1', 'docker stop web\nweb');
    await onMap(reader, /^Conteneur web, arrêté/).waitFor();
  });
});

test('a container’s interface gives its capture: a pcapng file', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openMap(reader);
    await reader.type('1', 'docker run -dit --name web alpine; docker exec web ping -c 1 172.17.0.1\n');
    await reader.sees('1', '1 packets received');
    await onMap(reader, /^Conteneur web/).click();
    await reader.dock.getByText('Captures pcapng').click();
    const [file] = await Promise.all([reader.page.waitForEvent('download'), reader.press('Capture de eth0')]);
    expect(file.suggestedFilename()).toBe('docker1-web-eth0.pcapng');
    const bytes = readFileSync(await file.path());
    expect(bytes.subarray(0, 4)).toEqual(Buffer.of(0x0a, 0x0d, 0x0d, 0x0a));
    // The echo request and its reply, of 98 bytes each.
    expect(bytes.length).toBeGreaterThan(2 * 98);
  });
});

test('an action that stays in the foreground gets a terminal of its own', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openMap(reader);
    await reader.type('1', 'docker run -dit --name web alpine\n');
    await onMap(reader, /^Conteneur web/).click();
    await reader.dock.getByRole('button', { name: /docker exec -it web sh/ }).click();
    await reader.sees('2', /docker exec -it web sh\n\/ #/);
  });
});

test('the keyboard goes from thing to thing, chooses one and lets go of it', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openMap(reader);
    await onMap(reader, /^Machine docker1$/).focus();
    for (let step = 0; step < 2; step++) await reader.page.keyboard.press('ArrowRight');
    await reader.page.keyboard.press('Enter');
    await reader.dock.getByRole('button', { name: 'Fermer ces détails' }).waitFor();
    await reader.page.keyboard.press('Escape');
    await reader.dock.getByRole('button', { name: 'Fermer ces détails' }).waitFor({ state: 'detached' });
  });
});

test('the same as text: a list of machines, networks and their containers', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openMap(reader);
    await reader.type('1', 'docker run -d --name web -p 8080:80 nginx\n');
    await onMap(reader, /^Conteneur web/).waitFor();
    await reader.press('En texte');
    const text = await reader.dock.getByRole('list', { name: 'Le réseau, en texte' }).textContent();
    expect(text).toContain('Conteneur web, en marche, 172.17.0.2, eth0, port 8080 → 80/tcp');
  });
});

test('zooming in shows less, « Tout montrer » all of it again', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openMap(reader);
    const whole = await map(reader).getAttribute('viewBox');
    await reader.press('Agrandir la carte');
    expect(await map(reader).getAttribute('viewBox')).not.toBe(whole);
    await reader.press('Tout montrer');
    expect(await map(reader).getAttribute('viewBox')).toBe(whole);
  });
});

test('the map is saved as SVG and PNG', async () => {
  await reading(site, 'bridge/lister/', DESKTOP, async (reader) => {
    await openMap(reader);
    for (const [button, name] of [
      ['SVG', 'reseau.svg'],
      ['PNG', 'reseau.png'],
    ] as const) {
      const download = reader.page.waitForEvent('download');
      await reader.press(button);
      expect((await download).suggestedFilename()).toBe(name);
    }
  });
});

test('on a phone the map takes the terminal’s place and gives it back', async () => {
  await reading(site, 'bridge/lister/', PHONE, async (reader) => {
    await openMap(reader);
    expect(await reader.terminal('1').isVisible()).toBe(false);
    await onMap(reader, /^Réseau bridge/).tap();
    await reader.dock.getByRole('button', { name: 'Fermer ces détails' }).waitFor();
    await reader.press('Carte du réseau');
    await reader.terminal('1').waitFor();
  });
});

test.each(['dark', 'light'] as const)('axe has nothing to say of the open map, %s', async (colorScheme) => {
  await reading(site, 'bridge/lister/', { ...DESKTOP, colorScheme }, async (reader) => {
    await openMap(reader);
    await reader.type('1', 'docker run -d --name web -p 8080:80 nginx\n');
    await onMap(reader, /^Conteneur web/).click();
    const { violations } = await new AxeBuilder({ page: reader.page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
