/** Finds the tshark that judges captures; with `--install`, installs Debian's where there is none and it may. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where it is on PATH; undefined where there is none. */
export function findTshark(): string | undefined {
  const { PATH = '' } = process.env;
  return PATH.split(delimiter)
    .map((folder) => join(folder, 'tshark'))
    .find((path) => existsSync(path));
}

function install(): void {
  if (!existsSync('/usr/bin/apt-get') || userInfo().uid !== 0) {
    throw new Error('no tshark: install Wireshark’s command line (Debian: apt install tshark)');
  }
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'tshark'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

if (import.meta.main && process.argv.includes('--install')) {
  try {
    if (findTshark() === undefined) install();
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
