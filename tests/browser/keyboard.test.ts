import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Reader, reading } from './reader.ts';
import { Site } from './site.ts';

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterAll(() => site.close());

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Presses a key until the focus is there. */
async function goTo({ page }: Reader, target: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await isFocused(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`sixty times ${key} do not lead to ${target}`);
}

/** Whether the focused element is seen to be: it has an outline, or something drawn after it for that. */
const focusIsSeen = ({ page }: Reader): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    return focused?.matches(':focus-visible') === true && getComputedStyle(focused).outlineStyle !== 'none';
  });

const input = (reader: Reader): Locator => reader.dock.getByRole('textbox', { name: 'Saisie du terminal 1' });

async function press({ page }: Reader, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** A lab opened by its first block, the focus in its terminal. */
async function inTerminal(reader: Reader): Promise<void> {
  await goTo(reader, reader.block(1).getByRole('button', { name: 'Essayer' }));
  await press(reader, 'Enter');
  await reader.finished(1);
  await press(reader, 'F6');
  expect(await isFocused(input(reader))).toBe(true);
}

test('a reader without a mouse runs a block, types, completes, recalls and searches commands, and leaves', async () => {
  await reading(site, 'laboratoire/', {}, async (reader) => {
    const { keyboard } = reader.page;
    await goTo(reader, reader.block(1).getByRole('button', { name: 'Essayer' }));
    expect(await focusIsSeen(reader)).toBe(true);
    await inTerminal(reader);
    await keyboard.type('docker netw');
    await press(reader, 'Tab');
    await reader.sees('1', /# docker network$/);
    await keyboard.type('ls --format "{{.Name}}" | sort');
    await press(reader, 'Enter');
    await reader.sees('1', /\nbridge\nhost\nnone\n.*#$/);
    await press(reader, 'ArrowUp', 'ArrowUp');
    await reader.sees('1', /# docker network ls$/);
    await press(reader, 'ArrowDown', 'ArrowDown');
    await reader.sees('1', /none\n.*#$/);
    await press(reader, 'Control+R');
    await keyboard.type('form');
    await reader.sees('1', /\(reverse-i-search\)`form': docker network ls --format "\{\{\.Name\}\}" \| sort$/);
    await press(reader, 'Control+C', 'Escape', 'Tab');
    expect(await isFocused(input(reader))).toBe(false);
    expect(await isFocused(reader.dock.getByRole('button', { name: 'Copier' }))).toBe(true);
    expect(await focusIsSeen(reader)).toBe(true);
  });
});

test('the way out of a terminal leads forwards and backwards, and Tab alone stays', async () => {
  await reading(site, 'laboratoire/', {}, async (reader) => {
    await inTerminal(reader);
    await press(reader, 'Tab');
    expect(await isFocused(input(reader))).toBe(true);
    await press(reader, 'Escape', 'Shift+Tab');
    expect(await isFocused(reader.dock.getByRole('tab', { name: /^Terminal 1/ }))).toBe(true);
    await press(reader, 'F6');
    expect(await isFocused(reader.block(1).getByRole('button', { name: 'Essayer' }))).toBe(true);
  });
});

test('arrow keys on the dock’s edge resize it, and the terminal with it', async () => {
  await reading(site, 'laboratoire/', {}, async (reader) => {
    await inTerminal(reader);
    const edge = reader.dock.getByRole('separator', { name: 'Hauteur du laboratoire' });
    await press(reader, 'Escape', 'Shift+Tab');
    await goTo(reader, edge, 'Shift+Tab');
    expect(await edge.evaluate((element) => element.matches(':focus-visible'))).toBe(true);
    const height = async () => (await reader.dock.boundingBox())?.height ?? 0;
    const rows = () => reader.terminal('1').locator('.xterm-rows > div').count();
    const [heightBefore, rowsBefore] = [await height(), await rows()];
    await press(reader, 'ArrowUp', 'ArrowUp');
    await expect.poll(height).toBe(heightBefore + 48);
    await expect.poll(rows).toBeGreaterThan(rowsBefore);
    await press(reader, 'ArrowDown', 'ArrowDown');
    await expect.poll(height).toBe(heightBefore);
    await expect.poll(rows).toBe(rowsBefore);
  });
});

test('several lines are pasted as bash takes them: shown at once, run at Enter', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  await reading(site, 'laboratoire/', { permissions }, async (reader) => {
    await inTerminal(reader);
    await reader.page.evaluate(() => navigator.clipboard.writeText('echo one\necho two'));
    await press(reader, 'Control+V');
    await reader.sees('1', /# echo one\necho two$/);
    await press(reader, 'Enter');
    await reader.sees('1', /# echo one\necho two\none\ntwo\n.*#$/);
  });
});

test('what is selected in a terminal is copied', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  await reading(site, 'laboratoire/', { permissions }, async (reader) => {
    await inTerminal(reader);
    const box = await reader.terminal('1').locator('.xterm-rows > div').nth(1).boundingBox();
    await reader.page.mouse.dblclick((box?.x ?? 0) + 20, (box?.y ?? 0) + 8);
    await press(reader, 'Control+Shift+C');
    await expect.poll(() => reader.page.evaluate(() => navigator.clipboard.readText())).toBe('NETWORK');
  });
});

test('`?` lists the keys, outside of terminals only', async () => {
  await reading(site, 'laboratoire/', {}, async (reader) => {
    await reader.run(1);
    const list = reader.page.getByRole('dialog', { name: 'Raccourcis clavier' });
    await reader.type('1', '?');
    await reader.sees('1', /# \?$/);
    expect(await list.isVisible()).toBe(false);
    await reader.dock.getByRole('button', { name: 'Réinitialiser' }).focus();
    await reader.page.keyboard.press('?');
    await list.getByText('Sortir du terminal').waitFor();
    await reader.page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
  });
});
