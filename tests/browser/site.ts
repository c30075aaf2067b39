import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/browser.ts';
import { serve } from '../../scripts/serve.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** xterm says so of the machine, whatever the page does: a busy one is not the site's fault. */
const TOO_SLOW = /^task queue exceeded allotted deadline by \d+ms$/;

/** The pages of the site, by their path below its root. */
export const PAGES = [
  '',
  'introduction/pourquoi/',
  'introduction/drivers/',
  'bridge/definition/',
  'bridge/lister/',
  'bridge/inspecter/',
  'bridge/experience/',
  'bridge/link/',
  'reseaux/creer/',
  'reseaux/isoler/',
  'reseaux/ports/',
  'laboratoire/',
  'programmer-api/',
  'a-propos/',
] as const;

/** A page with what went wrong on it: console messages of weight, uncaught errors, requests to anyone else. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
}

/** The built site, served and open in a browser. */
export class Site {
  readonly url: string;
  readonly #server: Server;
  readonly #browser: Browser;

  private constructor(url: string, server: Server, browser: Browser) {
    this.url = url;
    this.#server = server;
    this.#browser = browser;
  }

  /** Serves `dist` (or another folder) and starts the browser. `npm test` has built it. */
  static async open(options: { folder?: string; base?: string; bare?: boolean } = {}): Promise<Site> {
    const { folder = process.env.SITE_DIST ?? 'dist', base = '/', bare = false } = options;
    if (!existsSync(`${folder}/index.html`)) throw new Error(`${folder} is not built: npm run build`);
    const executablePath = findBrowser();
    if (executablePath === undefined) throw new Error('no browser: install Chromium, or set CHROME_PATH');
    const { server, url } = await serve({ folder, base, port: 0, bare });
    return new Site(url, server, await chromium.launch({ executablePath, args: ARGS }));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Opens a page of the site in a browser that has never been there. */
  async visit(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.#browser.newContext({ reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(40_000);
    const page = await context.newPage();
    const visit = { page, complaints: this.#watch(page) };
    await page.goto(this.url + path);
    return visit;
  }

  #watch(page: Page): string[] {
    const complaints: string[] = [];
    const { origin } = new URL(this.url);
    page.on('console', (message) => {
      if (TOO_SLOW.test(message.text())) return;
      if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) {
        complaints.push(`foreign request: ${request.url()}`);
      }
    });
    return complaints;
  }
}

/** Builds the site for another base into a folder of its own; without Vitest's own variables, which a build would take for its settings. */
export function buildFor(base: string, folder: string): void {
  const { PATH, HOME } = process.env;
  execFileSync(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build', '--silent', '--outDir', folder], {
    env: { PATH, HOME, BASE: base, ASTRO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
