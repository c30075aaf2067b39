/** Finds the browser that the tests drive; with `--install`, installs Debian's Chromium where there is none and it may. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** A browser's path: `$CHROME_PATH`, an installed Chromium or Chrome, Playwright's own; undefined where there is none. */
export function findBrowser(): string | undefined {
  const { CHROME_PATH, PATH = '' } = process.env;
  const installed = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [CHROME_PATH, ...installed, MAC, chromium.executablePath()].find(
    (path) => path !== undefined && path !== '' && existsSync(path),
  );
}

function install(): void {
  if (!existsSync('/usr/bin/apt-get') || userInfo().uid !== 0) {
    throw new Error('no browser: install Chromium or Chrome, or set CHROME_PATH to one');
  }
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

if (import.meta.main && process.argv.includes('--install')) {
  try {
    if (findBrowser() === undefined) install();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
