import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Plugin, rolldown } from 'rolldown';
import { type Topology, World } from '../../src/sim/world.ts';
import { findBrowser } from '../browser.ts';
import { serve } from '../serve.ts';
import { median, report } from './measure.ts';
import type * as latency from './page/latency.ts';
import type * as map from './page/map.ts';

declare global {
  /** What the bench has put into the page. */
  var latencyBench: typeof latency;
  var mapBench: typeof map;
}

const RUNS = 40;
const UPDATES = 60;
const SECOND = 1_000_000;
const EXCHANGES = 1_000;

/** As in the lab's views, a style sheet is a text. */
const cssAsText: Plugin = {
  name: 'css-as-text',
  transform: (code, id) =>
    id.endsWith('.css') ? { code: `export default ${JSON.stringify(code)};`, moduleType: 'js' } : null,
};

/** A script for a page: what `input` exports is there by that name. */
async function scriptOf(input: string, name: string): Promise<string> {
  const bundle = await rolldown({ input, plugins: [cssAsText], logLevel: 'warn' });
  const { output } = await bundle.generate({ format: 'iife', name });
  await bundle.close();
  return output[0].code.replace(`var ${name}`, `globalThis.${name}`);
}

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

const spread = (times: readonly number[]): string =>
  `${median(times).toFixed(1)} ms median, ${percentile(times, 0.95).toFixed(1)} ms p95`;

/** The lab in Chromium, on the built site. */
export async function benchPage(): Promise<void> {
  const executablePath = findBrowser();
  if (executablePath === undefined || !existsSync('dist/index.html')) {
    return report('the lab in the page', 'not measured: needs a browser, and npm run build');
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const { server, url } = await serve({ folder: 'dist', base: '/', port: 0 });
  try {
    await benchLatency(browser, url);
    await benchMap(browser);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

async function benchLatency(browser: Browser, url: string): Promise<void> {
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    const page = await openLab(browser, url, reducedMotion);
    const what = reducedMotion === 'reduce' ? 'output painted, motion reduced' : 'first key painted';
    const pattern = reducedMotion === 'reduce' ? 'NETWORK ID' : '# d';
    if (reducedMotion === 'reduce') {
      const floor = await page.evaluate((runs) => latencyBench.echoFloor(runs), RUNS);
      report('echo worker, in the same page: message to painted', spread(floor));
    }
    const times = await page.evaluate(([runs, text]) => latencyBench.essayTimes(runs, text), [RUNS, pattern] as const);
    report(`click on « Essayer » to ${what}`, spread(times), 'median 25 ms, p95 50 ms');
    if (reducedMotion === 'reduce') await benchScrolling(page);
    await page.context().close();
  }
}

/** A page with a lab that has run its first block. */
async function openLab(browser: Browser, url: string, reducedMotion: 'reduce' | 'no-preference'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion });
  const page = await context.newPage();
  await page.goto(`${url}bridge/lister/`);
  await page.locator('#essai-1 [data-essayer-run]').click();
  await page.locator('#essai-1').getByText('Fait', { exact: true }).waitFor();
  await page.exposeFunction('clearTerminal', async () => {
    await page.locator('.xterm-helper-textarea').focus();
    await page.keyboard.press('Control+l');
    await page.waitForFunction(() => !document.querySelector('.xterm-rows')?.textContent?.includes('docker network'));
  });
  await page.addScriptTag({ content: await scriptOf('scripts/bench/page/latency.ts', 'latencyBench') });
  return page;
}

/** A thousand pings are more than 10,000 things that happened to packets. */
async function benchScrolling(page: Page): Promise<void> {
  const dock = page.getByRole('region', { name: 'Laboratoire' });
  await dock.getByRole('button', { name: 'Carte du réseau' }).click();
  await dock.getByRole('tab', { name: 'Paquets' }).click();
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(`docker run --rm alpine ping -q -i 0.01 -c ${EXCHANGES} 172.17.0.1\n`);
  await page.getByText(`${EXCHANGES} packets received`).waitFor({ timeout: 60_000 });
  const { rows, longTasks } = await page.evaluate(() => latencyBench.scrollExchanges());
  const slow = longTasks.length === 0 ? 'no long task' : `${longTasks.length} long tasks, ${Math.max(...longTasks)} ms`;
  report(`scrolling the exchanges (${rows} rows) after ${EXCHANGES} pings`, slow, 'none over 50 ms');
}

/** Sixty containers on three networks; one more, stopped, is what changes. */
function sixtyContainers(): { first: Topology; second: Topology; looks: number[] } {
  const world = new World();
  const terminal = world.openTerminal({ host: 'docker1', columns: 120, rows: 24 });
  const type = (line: string): void => {
    terminal.input(new TextEncoder().encode(`${line}\r`));
    world.runFor(60 * SECOND);
  };
  type('for n in front back data; do docker network create $n; done');
  type(
    'for i in $(seq 20); do for n in front back data; do docker run -dit --name $n$i --network $n alpine; done; done',
  );
  const first = world.topology();
  type('docker stop -t 0 back7');
  const looks = Array.from({ length: UPDATES }, () => {
    const start = performance.now();
    JSON.stringify(world.topology());
    return performance.now() - start;
  });
  return { first, second: world.topology(), looks };
}

async function benchMap(browser: Browser): Promise<void> {
  const { first, second, looks } = sixtyContainers();
  report('60 containers: the worker looks at the world', spread(looks));
  const page = await browser.newPage();
  await page.addScriptTag({ content: await scriptOf('scripts/bench/page/map.ts', 'mapBench') });
  await page.evaluate((topology) => mapBench.drawMap(topology), first);
  const update = (runs: number): Promise<number[]> =>
    page.evaluate(([before, after, times]) => mapBench.updateTimes(before, after, times), [
      first,
      second,
      runs,
    ] as const);
  await update(UPDATES / 2);
  const cpu = await cpuTime(page);
  const times = await update(UPDATES);
  report('60 containers: the map is updated, layout included', spread(times));
  report('60 containers: CPU time of an update', `${(((await cpu()) / UPDATES) * 1_000).toFixed(1)} ms mean`, '8 ms');
}

/** Counts what CPU time (s) the page's main thread takes from now on: a busy machine's other work is not in it. */
async function cpuTime(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const before = await read();
  return async () => (await read()) - before;
}
