import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';
import { playCaptures } from './play-captures.ts';

const ORIGIN = 'https://source.test';
/** What of the project's packages the simulation imports, and where a browser finds it. */
const IMPORTS = { 'hono/router/trie-router': '/node_modules/hono/dist/router/trie-router/index.js' };

/** A file of the project as a browser can run it. */
function served(path: string): { contentType: string; body: string } {
  if (path === '/') {
    const map = JSON.stringify({ imports: IMPORTS });
    return { contentType: 'text/html', body: `<script type="importmap">${map}</script>` };
  }
  const source = readFileSync(`.${path}`, 'utf8');
  return { contentType: 'text/javascript', body: path.endsWith('.ts') ? stripTypeScriptTypes(source) : source };
}

test('a scenario’s captures are the same bytes in Chromium as in Node', async () => {
  const scenario = readFileSync('tests/transcripts/86-wget.json', 'utf8');
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('no browser: install Chromium, or set CHROME_PATH');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage();
    await page.route(`${ORIGIN}/**`, (route) => route.fulfill(served(new URL(route.request().url()).pathname)));
    await page.goto(`${ORIGIN}/`);
    const call = `import('/tests/browser/play-captures.ts').then((it) => it.playCaptures(${JSON.stringify(scenario)}))`;
    const there = await page.evaluate<string[]>(call);
    expect(there.length).toBeGreaterThan(5);
    expect(there).toEqual(await playCaptures(scenario));
  } finally {
    await browser.close();
  }
});
